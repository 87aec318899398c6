// The checkpoints recorded while a bundled model was trained: files of the page's host, fetched one at a time when asked for.

import { readVerified } from '../../shared/integrity/integrity.ts';
import { checkpointFile, type RecordedFile } from '../../shared/model-record.ts';
import type { ProgressCallback } from '../scheduling/run-job.ts';
import type { SavedRun } from './run-file.ts';

type Bytes = Uint8Array<ArrayBuffer>;

export interface RecordedSource {
  /** URL of their folder, with a slash at its end. */
  readonly folder: string;
  readonly files: readonly RecordedFile[];
  /** The run at the step of a file. */
  readonly restore: (file: Bytes, step: number, onProgress?: ProgressCallback) => Promise<SavedRun>;
}

export class RecordedCheckpoints {
  private readonly source: RecordedSource;
  /** Files by step: a slider returns to them. */
  private readonly fetched = new Map<number, Promise<Bytes>>();

  constructor(source: RecordedSource) {
    this.source = source;
  }

  /** Ascending. */
  get steps(): number[] {
    return this.source.files.map(({ step }) => step);
  }

  /** Those of a run that continues from a step. */
  until(step: number): RecordedCheckpoints {
    return new RecordedCheckpoints({
      ...this.source,
      files: this.source.files.filter((file) => file.step <= step),
    });
  }

  /** @throws Error with a sentence if the file does not arrive intact */
  async read(step: number, onProgress?: ProgressCallback): Promise<SavedRun> {
    return this.source.restore(await this.file(step), step, onProgress);
  }

  private file(step: number): Promise<Bytes> {
    let file = this.fetched.get(step);
    if (!file) {
      file = this.fetch(step);
      this.fetched.set(step, file);
      file.catch(() => this.fetched.delete(step));
    }
    return file;
  }

  private async fetch(step: number): Promise<Bytes> {
    const { folder, files } = this.source;
    const { sha256 } = files.find((file) => file.step === step) as RecordedFile;
    const name = `The checkpoint of step ${step}`;
    // The hash in the URL keeps caches from serving another version.
    const url = `${folder}${checkpointFile(step)}?${sha256.slice(0, 16)}`;
    const response = await fetch(url, { cache: 'no-cache' }).catch(() => undefined);
    if (!response?.ok)
      throw new Error(
        `${name} could not be fetched (${response?.status ?? 'no network'}). The other steps are unaffected.`,
      );
    return readVerified(response, sha256, name);
  }
}
