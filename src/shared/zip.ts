// A ZIP archive of files that are stored without compression (PKWARE's APPNOTE.TXT, sections 4.3 and 4.4).

import crc32 from 'crc-32';

interface ArchiveFile {
  /** In ASCII. */
  readonly name: string;
  readonly bytes: Uint8Array;
}

const VERSION = 20;
/** Midnight of 1 January 1980, the first date of the format: the same files give the same archive. */
const DATE = 0x21;

/** At most 4 GiB in all. */
export function zip(files: readonly ArchiveFile[]): Uint8Array<ArrayBuffer> {
  const parts: Uint8Array[] = [];
  const directory: Uint8Array[] = [];
  let offset = 0;
  for (const { name, bytes } of files) {
    const encoded = new TextEncoder().encode(name);
    const sizes = [bytes.length, bytes.length];
    // Flags, method, time and date; then checksum and sizes.
    const common = [
      ...u16(VERSION, 0, 0, 0, DATE),
      ...u32(crc32.buf(bytes), ...sizes),
      ...u16(encoded.length, 0),
    ];
    const local = [...u32(0x04034b50), ...common];
    parts.push(Uint8Array.from(local), encoded, bytes);
    directory.push(
      Uint8Array.from([...u32(0x02014b50), ...u16(VERSION), ...common, ...u16(0, 0, 0), ...u32(0, offset)]),
      encoded,
    );
    offset += local.length + encoded.length + bytes.length;
  }
  const directoryLength = directory.reduce((sum, { length }) => sum + length, 0);
  const counts = u16(0, 0, files.length, files.length);
  const end = Uint8Array.from([...u32(0x06054b50), ...counts, ...u32(directoryLength, offset), ...u16(0)]);
  return concat([...parts, ...directory, end]);
}

/** Little-endian. */
const u16 = (...values: number[]) => values.flatMap((value) => [value & 255, (value >>> 8) & 255]);
const u32 = (...values: number[]) => values.flatMap((value) => u16(value & 0xffff, value >>> 16));

function concat(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
