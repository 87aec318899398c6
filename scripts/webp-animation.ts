// Animated WebP from single WebP images: https://developers.google.com/speed/webp/docs/riff_container

export interface Frame {
  /** A lossy WebP image. */
  readonly image: Uint8Array;
  readonly milliseconds: number;
}

/** Joins frames of one size into an animation that repeats forever. */
export function encodeAnimation(frames: readonly Frame[], width: number, height: number): Uint8Array {
  const canvas = [...uint24(width - 1), ...uint24(height - 1)];
  const ANIMATION_FLAG = 2;
  return chunk(
    'RIFF',
    Buffer.concat([
      Buffer.from('WEBP'),
      chunk('VP8X', Buffer.from([ANIMATION_FLAG, 0, 0, 0, ...canvas])),
      chunk('ANIM', Buffer.alloc(6)), // transparent background, endless loop
      ...frames.map(({ image, milliseconds }) =>
        chunk(
          'ANMF',
          Buffer.concat([
            Buffer.from([...uint24(0), ...uint24(0), ...canvas, ...uint24(milliseconds), 0]),
            bitstream(image),
          ]),
        ),
      ),
    ]),
  );
}

/** The chunk of an image's pixels. */
function bitstream(image: Uint8Array): Buffer {
  const bytes = Buffer.from(image);
  for (let offset = 12; offset < bytes.length; ) {
    const end = offset + 8 + bytes.readUInt32LE(offset + 4);
    const paddedEnd = end + (end % 2);
    if (bytes.toString('latin1', offset, offset + 3) === 'VP8' && bytes[offset + 3] !== 0x58)
      return bytes.subarray(offset, paddedEnd);
    offset = paddedEnd;
  }
  throw new Error('encodeAnimation: a frame is not a WebP image.');
}

/** Name, size and content, padded to an even length. */
function chunk(name: string, content: Buffer): Buffer {
  const size = Buffer.alloc(4);
  size.writeUInt32LE(content.length);
  return Buffer.concat([Buffer.from(name), size, content, Buffer.alloc(content.length % 2)]);
}

const uint24 = (value: number) => [value & 255, (value >> 8) & 255, value >> 16];
