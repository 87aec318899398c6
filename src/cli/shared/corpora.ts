// The packed corpora as the command line reads them.

import { readFileSync } from 'node:fs';
import type { CorpusOpener } from '../../model/data/text/corpora.ts';

/** Relative to the project's folder, where npm runs commands. */
const FOLDER = 'src/model/data/text/corpora';

export const openCorpus: CorpusOpener = async (name) =>
  new Blob([readFileSync(`${FOLDER}/${name}.bin`)]).stream() as ReadableStream<Uint8Array<ArrayBuffer>>;
