// Reads the stored files of runs between the steps of a training, with progress, until they are stopped.

import { digitFileInSlices, writeDigitFile } from '../../model/digits/digit-file.ts';
import { checkpointInSlices, writeCheckpoint } from '../../model/files/checkpoint.ts';
import { FILE_BUDGET, type Sliced, withinBudget } from '../../shared/budget.ts';
import { endSentence } from '../../shared/end-sentence.ts';
import { errorMessage } from '../../shared/error-message.ts';
import type { Job } from '../../shared/job.ts';
import type { NetworkKind, RunSummary } from '../rpc/api/run-library-api.ts';
import { JobStoppedError, type ProgressCallback } from '../scheduling/run-job.ts';
import { DamagedFileError, networkOf } from './read-intact.ts';
import type { SavedRun } from './run-file.ts';
import type { RunStorage } from './run-storage.ts';
import { type FileSummary, toFileSummary } from './run-summary.ts';
import { readStorage } from './storage-failure.ts';

type Bytes = Uint8Array<ArrayBuffer>;

/** What reading needs of the session of a network. */
export interface ReadingSession {
  /** Runs a reading with pauses. */
  read<Result>(job: Job<Result>, onProgress?: ProgressCallback): Promise<Result>;
  /** Reads the file of a run with pauses. @throws DamagedFileError, or another error */
  readFile(file: Bytes, onProgress?: ProgressCallback): Promise<SavedRun>;
}

/** Every error is a sentence. */
export class RunReader {
  private readonly storage: RunStorage;
  private readonly session: (network: NetworkKind) => ReadingSession;

  constructor(storage: RunStorage, session: (network: NetworkKind) => ReadingSession) {
    this.storage = storage;
    this.session = session;
  }

  async summary(id: string): Promise<RunSummary> {
    const summary = await readStorage(() => this.storage.summary(id));
    if (!summary) throw new Error('This run is no longer saved.');
    return summary;
  }

  async file({ id, name }: RunSummary): Promise<Bytes> {
    const file = await readStorage(() => this.storage.file(id));
    if (!file) throw new Error(`The file of “${name}” is no longer saved.`);
    return file;
  }

  async run(summary: RunSummary, onProgress?: ProgressCallback): Promise<SavedRun> {
    const name = `“${summary.name}”`;
    const damaged = `The saved file of ${name} is damaged.`;
    return this.stored(summary.network, await this.file(summary), { name, damaged }, onProgress);
  }

  async checkpoint(
    { id, network }: { readonly id?: string; readonly network: NetworkKind },
    step: number,
    onProgress?: ProgressCallback,
  ): Promise<SavedRun> {
    const file = id === undefined ? undefined : await readStorage(() => this.storage.checkpoint(id, step));
    const name = `The checkpoint of step ${step}`;
    if (!file) throw new Error(`${name} is no longer saved.`);
    const damaged = `${name} is damaged; the other steps are unaffected.`;
    return this.stored(network, file, { name, damaged }, onProgress);
  }

  /** The step of the newest checkpoint that can be opened. */
  async newestIntactStep(summary: RunSummary, onProgress?: ProgressCallback): Promise<number | undefined> {
    for (const { step } of summary.past.steps.toReversed()) {
      if (await this.checkpoint(summary, step, onProgress).catch(rethrowStop)) return step;
    }
    return undefined;
  }

  /** The summary of a file of either network. */
  async fileSummary(file: Bytes, onProgress?: ProgressCallback): Promise<FileSummary> {
    const network = await this.session('model').read(networkOf(file), onProgress);
    return toFileSummary(network, await this.session(network).readFile(file, onProgress));
  }

  /** The file of a run without its optimizer state. */
  async withoutOptimizer(summary: RunSummary): Promise<Bytes> {
    const { network } = summary;
    const smaller = WITHOUT_OPTIMIZER[network](await this.file(summary));
    return this.session(network).read(withinBudget(smaller, FILE_BUDGET));
  }

  private async stored(
    network: NetworkKind,
    file: Bytes,
    { name, damaged }: { readonly name: string; readonly damaged: string },
    onProgress?: ProgressCallback,
  ): Promise<SavedRun> {
    try {
      return await this.session(network).readFile(file, onProgress);
    } catch (error) {
      rethrowStop(error);
      const sentence = `${name} cannot be opened: ${endSentence(errorMessage(error))}`;
      throw new Error(error instanceof DamagedFileError ? damaged : sentence, { cause: error });
    }
  }
}

/** A stop by the visitor is no failure of what is read. */
export function rethrowStop(error: unknown): undefined {
  if (error instanceof JobStoppedError) throw error;
}

const WITHOUT_OPTIMIZER: Readonly<Record<NetworkKind, (file: Bytes) => Sliced<Bytes>>> = {
  *model(file) {
    return writeCheckpoint({ ...(yield* checkpointInSlices(file)), moments: undefined, undo: undefined });
  },
  *digits(file) {
    return writeDigitFile({ ...(yield* digitFileInSlices(file)), moments: undefined });
  },
};
