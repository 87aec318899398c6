// Damaged summaries of saved runs. They stay in the database and apart from the list, until the visitor recovers or deletes
// them.

import * as v from 'valibot';
import { errorMessage } from '../../shared/error-message.ts';
import type { QuarantineApi, QuarantinedRun, RunSummary } from '../rpc/api/run-library-api.ts';
import { parseRequest } from '../rpc/request-schemas.ts';
import { NO_CHECKPOINTS } from './checkpoints.ts';
import type { RunStorage } from './run-storage.ts';
import { summaryFromFile } from './run-summary.ts';

interface QuarantineOptions {
  readonly storage: RunStorage;
  /** Throws if this tab cannot write. */
  write(action: () => Promise<void>): Promise<void>;
  freeName(wanted: string): Promise<string>;
}

const NAMED = v.object({ name: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(80)) });

export class Quarantine implements QuarantineApi {
  private readonly options: QuarantineOptions;

  constructor(options: QuarantineOptions) {
    this.options = options;
  }

  async list(): Promise<QuarantinedRun[]> {
    const { storage } = this.options;
    // The list of runs reports a storage that cannot be read.
    const ids = await storage.damagedIds().catch(() => []);
    return Promise.all(
      ids.map(async (id) => ({ id, hasFile: await storage.hasFile(id).catch(() => false) })),
    );
  }

  async recover(id: string): Promise<void> {
    const { storage, write, freeName } = this.options;
    const record = await this.require(id);
    const summary = await this.summaryOf(id);
    const steps: { step: number; bytes: number }[] = [];
    for (const step of await storage.checkpointSteps(id))
      steps.push({ step, bytes: (await storage.checkpoint(id, step))?.byteLength ?? 0 });
    const now = Date.now();
    const card: RunSummary = {
      ...summary,
      id,
      name: await freeName(v.is(NAMED, record) ? record.name : summary.preset),
      made: now,
      changed: now,
      bytes: steps.reduce((sum, { bytes }) => sum + bytes, summary.bytes),
      training: false,
      past: { ...NO_CHECKPOINTS, steps },
    };
    await write(() => storage.put(card));
  }

  async export(id: string): Promise<Uint8Array<ArrayBuffer>> {
    const record = await this.require(id);
    const file = await this.options.storage.file(id);
    return file ?? new TextEncoder().encode(JSON.stringify(record, null, 1) ?? '');
  }

  async remove(id: string): Promise<void> {
    await this.require(id);
    await this.options.write(() => this.options.storage.remove(id));
  }

  private async summaryOf(id: string) {
    const file = await this.options.storage.file(id);
    if (!file) throw new Error('This damaged record has no file: its weights are not on this device.');
    try {
      return { ...summaryFromFile(file), bytes: file.byteLength };
    } catch (error) {
      throw new Error(`The run cannot be recovered: ${errorMessage(error).replace(/\.?$/, '.')}`);
    }
  }

  /** The stored value of a damaged record; null where the browser cannot read it. */
  private async require(id: string): Promise<unknown> {
    parseRequest('runId', id);
    const { storage } = this.options;
    if (!(await storage.damagedIds()).includes(id))
      throw new Error('There is no damaged record of this run.');
    return storage.record(id).catch(() => null);
  }
}
