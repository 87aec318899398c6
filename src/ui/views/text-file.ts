// A file the visitor gives us as text: not larger than we can use, and really text.

import { bytes } from './quantities.ts';

/** Throws a sentence that names the file. */
export async function readTextFile(file: File, most: number): Promise<string> {
  if (file.size > most)
    throw new Error(`${file.name} is ${bytes(file.size)}; at most ${bytes(most)} can be used here.`);
  try {
    // `fatal`, because a picture or a spreadsheet read as text would be rubbish.
    return new TextDecoder('utf-8', { fatal: true }).decode(await file.arrayBuffer());
  } catch {
    throw new Error(`${file.name} is not plain text in UTF-8: save it as text first.`);
  }
}
