// Reads a user's text file, with checks of its size and encoding.

import { msg, str } from '@lit/localize';
import { formatBytes } from '../format/quantities.ts';

/** Throws an error that names the file. */
export async function readTextFile(file: File, maxBytes: number): Promise<string> {
  if (file.size > maxBytes)
    throw new Error(
      msg(str`${file.name} is ${formatBytes(file.size)}; the limit is ${formatBytes(maxBytes)}.`),
    );
  try {
    // `fatal` rejects binary files such as images and spreadsheets.
    return new TextDecoder('utf-8', { fatal: true }).decode(await file.arrayBuffer());
  } catch {
    throw new Error(msg(str`${file.name} is not UTF-8 text: save it as plain text first.`));
  }
}
