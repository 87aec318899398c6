// The corpora of the preset `text`, each loaded once when a run first needs it.

import { InvalidSettingError } from '../../../shared/field-error.ts';
import { IntegrityError } from '../../../shared/integrity/integrity.ts';
import type { JobProgress } from '../../../shared/job.ts';
import { CORPORA, type CorpusName } from '../../../shared/settings/corpora.ts';

/** Opens the gzip stream of a corpus. */
export type CorpusOpener = (name: CorpusName) => Promise<ReadableStream<Uint8Array<ArrayBuffer>>>;

export class CorpusNotLoadedError extends InvalidSettingError {
  readonly corpus: CorpusName;

  constructor(corpus: CorpusName) {
    super('corpus', `corpus: the text of ${CORPORA[corpus].label} is not loaded.`);
    this.corpus = corpus;
  }
}

/** Texts never change: all runs of a process share them. */
const texts = new Map<CorpusName, string>();

/** Frees the texts; data sets that were built from them stay. */
export const unloadCorpora = (): void => texts.clear();

/** @throws CorpusNotLoadedError */
export function corpusText(name: CorpusName): string {
  const text = texts.get(name);
  if (text === undefined) throw new CorpusNotLoadedError(name);
  return text;
}

/** Loads a corpus, so that `corpusText` has it. Progress is in bytes of the text. @throws IntegrityError */
export async function loadCorpus(
  name: CorpusName,
  open: CorpusOpener,
  onProgress: (progress: JobProgress) => void = () => {},
): Promise<void> {
  if (!texts.has(name)) texts.set(name, await readCorpus(name, await open(name), onProgress));
}

/** @throws IntegrityError for a stream that is not the corpus */
async function readCorpus(
  name: CorpusName,
  packed: ReadableStream<Uint8Array<ArrayBuffer>>,
  onProgress: (progress: JobProgress) => void,
): Promise<string> {
  const { label, bytes: total } = CORPORA[name];
  const damaged = new IntegrityError(`The file of ${label}`);
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let text = '';
  let done = 0;
  try {
    const chunks = packed.pipeThrough(new DecompressionStream('gzip')).getReader();
    for (let chunk = await chunks.read(); chunk.value; chunk = await chunks.read()) {
      done += chunk.value.length;
      if (done > total) throw damaged;
      text += decoder.decode(chunk.value, { stream: true });
      onProgress({ label: 'bytes read', done, total });
    }
    text += decoder.decode();
  } catch {
    // The browser's own errors: no gzip file, no UTF-8, a lost connection.
    throw damaged;
  }
  if (done !== total) throw damaged;
  return text;
}
