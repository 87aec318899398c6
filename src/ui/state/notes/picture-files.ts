// Pictures of notes as files: names, types and sizes.

import { msg, str } from '@lit/localize';
import { formatBytes } from '../../format/quantities.ts';

export { decodeDataUrl as pictureBytes } from '../../../shared/data-url.ts';

export const MAX_PICTURES = 300;
const MAX_PICTURE_BYTES = 1_000_000;

const EXTENSIONS: Readonly<Record<string, string>> = { webp: 'webp', jpeg: 'jpg', png: 'png' };

/** First bytes of each type; `.` is any byte. */
const SIGNATURES: Readonly<Record<string, string>> = {
  webp: 'RIFF....WEBP',
  jpg: '\xff\xd8\xff',
  png: '\x89PNG\r\n\x1a\n',
};

/** The name with the extension of the picture's type. */
export function pictureFileName(name: string, dataUrl: string): string {
  const type = /^data:image\/(\w+);/.exec(dataUrl)?.[1] ?? '';
  return `${name}.${EXTENSIONS[type] ?? 'webp'}`;
}

let ids = 0;

/** Unique over all tabs and devices; those of one page are in the order in which they were made. */
export const newId = (): string =>
  [
    Date.now().toString(36),
    (ids++).toString(36).padStart(4, '0'),
    Math.random().toString(36).slice(2, 10),
  ].join('-');

/** When an id was made, in milliseconds since 1970; 0 of others. */
export const timeOfId = (id: string): number => Number.parseInt(/^[a-z0-9]{8}(?=-)/.exec(id)?.[0] ?? '0', 36);

/**
 * A picture's `data:` URL.
 *
 * @throws Error with a message for the user if the bytes are not a picture of the type that the name says
 */
export function pictureOfFile(name: string, bytes: Uint8Array): string {
  checkPictureSize(name, bytes.length);
  const extension = name.slice(name.lastIndexOf('.') + 1);
  const signature = SIGNATURES[extension];
  const isType =
    signature && [...signature].every((letter, i) => letter === '.' || letter.charCodeAt(0) === bytes[i]);
  if (!isType) throw new Error(msg(str`${name} is not a picture of the type that its name says.`));
  let binary = '';
  for (let i = 0; i < bytes.length; i += 8192) binary += String.fromCharCode(...bytes.subarray(i, i + 8192));
  const type = Object.keys(EXTENSIONS).find((each) => EXTENSIONS[each] === extension);
  return `data:image/${type};base64,${btoa(binary)}`;
}

export function checkPictureSize(name: string, bytes: number): void {
  if (bytes > MAX_PICTURE_BYTES)
    throw new Error(
      msg(str`${name} has ${formatBytes(bytes)}; a picture has at most ${formatBytes(MAX_PICTURE_BYTES)}.`),
    );
}
