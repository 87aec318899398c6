// Damaged summaries of saved runs. They stay in the database and apart from the list, until the visitor recovers or deletes
// them.

import * as v from 'valibot';
import { endSentence } from '../../shared/end-sentence.ts';
import { errorMessage } from '../../shared/error-message.ts';
import type { QuarantineApi, QuarantinedRun, RunSummary } from '../rpc/api/run-library-api.ts';
import { parseRequest } from '../rpc/request-schemas.ts';
import type { ProgressCallback } from '../scheduling/run-job.ts';
import { NO_CHECKPOINTS } from './checkpoints.ts';
import { rethrowStop } from './run-reader.ts';
import type { RunStorage } from './run-storage.ts';
import type { FileSummary } from './run-summary.ts';
import { readStorage } from './storage-failure.ts';

interface QuarantineOptions {
  readonly storage: RunStorage;
  /** Throws if this tab cannot write. */
  write(action: () => Promise<void>): Promise<void>;
  freeName(wanted: string): Promise<string>;
  /** Reads a file with pauses; throws if it cannot be opened. */
  summarize(file: Uint8Array<ArrayBuffer>, onProgress?: ProgressCallback): Promise<FileSummary>;
}

const NAMED = v.object({ name: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(80)) });

export class Quarantine implements QuarantineApi {
  private readonly options: QuarantineOptions;

  constructor(options: QuarantineOptions) {
    this.options = options;
  }

  /** For the list of runs. */
  describe(ids: Iterable<string>): Promise<QuarantinedRun[]> {
    const { storage } = this.options;
    return Promise.all(
      Array.from(ids, async (id) => ({ id, hasFile: await storage.hasFile(id).catch(() => false) })),
    );
  }

  async recover(id: string, onProgress?: ProgressCallback): Promise<void> {
    const { storage, write, freeName } = this.options;
    const record = await this.require(id);
    const ofFile = await this.summaryOf(id, onProgress);
    const steps: { step: number; bytes: number }[] = [];
    for (const step of await readStorage(() => storage.checkpointSteps(id))) {
      // One that cannot be read keeps its place: the others do not depend on it.
      const file = await storage.checkpoint(id, step).catch(() => undefined);
      steps.push({ step, bytes: file?.byteLength ?? 0 });
    }
    const now = Date.now();
    const summary: RunSummary = {
      ...ofFile,
      id,
      name: await readStorage(() => freeName(v.is(NAMED, record) ? record.name : ofFile.preset)),
      made: now,
      changed: now,
      bytes: steps.reduce((sum, { bytes }) => sum + bytes, ofFile.bytes),
      training: false,
      past: { ...NO_CHECKPOINTS, steps },
    };
    await write(() => storage.put(summary));
  }

  async export(id: string): Promise<Uint8Array<ArrayBuffer>> {
    const record = await this.require(id);
    const file = await readStorage(() => this.options.storage.file(id));
    return file ?? new TextEncoder().encode(JSON.stringify(record, null, 1) ?? '');
  }

  async remove(id: string): Promise<void> {
    await this.require(id);
    await this.options.write(() => this.options.storage.remove(id));
  }

  private async summaryOf(id: string, onProgress?: ProgressCallback) {
    const file = await readStorage(() => this.options.storage.file(id));
    if (!file) throw new Error('This damaged record has no file: its weights are not on this device.');
    try {
      return { ...(await this.options.summarize(file, onProgress)), bytes: file.byteLength };
    } catch (error) {
      rethrowStop(error);
      throw new Error(`The run cannot be recovered: ${endSentence(errorMessage(error))}`);
    }
  }

  /** The stored value of a damaged record; null where the browser cannot read it. */
  private async require(id: string): Promise<unknown> {
    parseRequest('runId', id);
    const { damaged } = await readStorage(() => this.options.storage.list());
    if (!damaged.has(id)) throw new Error('There is no damaged record of this run.');
    return damaged.get(id);
  }
}
