// A file the visitor gives us as text: not larger than we can use, and really text.

import { formatBytes } from '../format/quantities.ts';

/** Throws a sentence that names the file. */
export async function readTextFile(file: File, maxBytes: number): Promise<string> {
  if (file.size > maxBytes)
    throw new Error(
      `${file.name} is ${formatBytes(file.size)}; at most ${formatBytes(maxBytes)} can be used here.`,
    );
  try {
    // `fatal`, because a picture or a spreadsheet read as text would be rubbish.
    return new TextDecoder('utf-8', { fatal: true }).decode(await file.arrayBuffer());
  } catch {
    throw new Error(`${file.name} is not plain text in UTF-8: save it as text first.`);
  }
}
