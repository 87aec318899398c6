// IndexedDB of saved runs: summaries, files and checkpoints. Every change is one transaction, so that a killed browser leaves
// the previous state. A damaged row affects no other.

import type { DBSchema } from 'idb';
import { Database, type Migration } from '../../shared/idb/database.ts';
import { idbRead, readRows } from '../../shared/idb/idb-read.ts';
import type { RunSummary } from '../rpc/api/run-library-api.ts';
import { MAX_SEQUENCE, parseRunSummary } from './run-record.ts';

type Bytes = Uint8Array<ArrayBuffer>;

interface RunDatabase extends DBSchema {
  cards: { key: string; value: unknown; indexes: { sequence: number } };
  /** Keyed by run id: the run's file. */
  files: { key: string; value: Bytes };
  /** Checkpoints, keyed by run id and step. */
  past: { key: [id: string, step: number]; value: Bytes };
}

const STORES = ['cards', 'files', 'past'] as const;

const MIGRATIONS: readonly Migration<RunDatabase>[] = [
  (database) => {
    for (const store of STORES) database.createObjectStore(store);
  },
  // Runs are ordered by their writes. Those of version 1 have no number and count as older.
  (_, transaction) => {
    transaction.objectStore('cards').createIndex('sequence', 'sequence');
  },
];

/** Data that is written with a summary. */
export interface RunChanges {
  readonly file?: Bytes;
  readonly checkpoints?: readonly { readonly step: number; readonly file: Bytes }[];
  /** Steps of removed checkpoints. */
  readonly removedSteps?: readonly number[];
}

/** Plain IndexedDB requests: a failure, also in `then`, aborts the transaction. */
interface Transaction {
  store(name: (typeof STORES)[number]): IDBObjectStore;
  after<Result>(request: IDBRequest<Result>, then: (result: Result) => void): void;
}

export class RunStorage {
  readonly database = new Database('mini-llm-lab-runs', MIGRATIONS);

  /** All summaries, and by key the records that are invalid, or null where the browser cannot read them. */
  async list(): Promise<{ summaries: RunSummary[]; damaged: Map<string, unknown> }> {
    const rows = await this.database.query((database) => readRows(idbRead(database, 'cards')));
    const summaries = rows.flatMap(([id, record]) => parseRunSummary(id, record) ?? []);
    return { summaries, damaged: new Map(rows.filter(([id, record]) => !parseRunSummary(id, record))) };
  }

  async summaries(): Promise<RunSummary[]> {
    return (await this.list()).summaries;
  }

  async summary(id: string): Promise<RunSummary | undefined> {
    return parseRunSummary(id, await this.database.query((database) => idbRead(database, 'cards').get(id)));
  }

  file(id: string): Promise<Bytes | undefined> {
    return this.database.query((database) => idbRead(database, 'files').get(id));
  }

  async hasFile(id: string): Promise<boolean> {
    return this.database.query(async (database) => (await idbRead(database, 'files').count(id)) > 0);
  }

  checkpoint(id: string, step: number): Promise<Bytes | undefined> {
    return this.database.query((database) => idbRead(database, 'past').get([id, step]));
  }

  /** Steps of the stored checkpoints, ascending. */
  checkpointSteps(id: string): Promise<number[]> {
    return this.database.query(async (database) =>
      (await idbRead(database, 'past').getAllKeys(checkpointRange(id))).map(([, step]) => step),
    );
  }

  /** Resolves when the data is on disk. */
  put(summary: RunSummary, { file, checkpoints = [], removedSteps = [] }: RunChanges = {}): Promise<void> {
    const { id } = summary;
    return this.transact(({ store, after }) => {
      for (const step of removedSteps) store('past').delete([id, step]);
      for (const state of checkpoints) store('past').put(state.file, [id, state.step]);
      if (file) store('files').put(file, id);
      // The clock may be set back; the order of writes may not depend on it. A damaged number may be of any size.
      const numbers = IDBKeyRange.bound(0, MAX_SEQUENCE - 1);
      after(store('cards').index('sequence').openKeyCursor(numbers, 'prev'), (newest) => {
        const sequence = Math.floor(Number(newest?.key ?? 0)) + 1;
        store('cards').put({ ...summary, sequence }, id);
      });
    });
  }

  /** Updates a summary atomically; a missing or damaged one stays as it is. */
  update(id: string, change: (summary: RunSummary) => RunSummary): Promise<void> {
    return this.transact(({ store, after }) =>
      after(store('cards').get(id), (record) => {
        const summary = parseRunSummary(id, record);
        if (summary) store('cards').put(change(summary), id);
      }),
    );
  }

  async copy(from: string, summary: RunSummary): Promise<void> {
    const file = await this.file(from);
    const checkpoints: { step: number; file: Bytes }[] = [];
    for (const { step } of summary.past.steps) {
      const state = await this.checkpoint(from, step);
      if (state) checkpoints.push({ step, file: state });
    }
    await this.put(summary, { file, checkpoints });
  }

  remove(id: string): Promise<void> {
    return this.transact(({ store }) => {
      store('cards').delete(id);
      store('files').delete(id);
      store('past').delete(checkpointRange(id));
    });
  }

  private transact(work: (transaction: Transaction) => void): Promise<void> {
    return this.database.query(async (database) => {
      const { unwrap } = await import('idb');
      const change = database.transaction(STORES, 'readwrite', { durability: 'strict' });
      const ended = change.done.catch((error: unknown) => ({ error: change.error ?? error }));
      let thrown: { error: unknown } | undefined;
      const attempt = (action: () => void) => {
        try {
          action();
        } catch (error) {
          thrown = { error };
          change.abort();
        }
      };
      attempt(() =>
        work({
          store: (name) => unwrap(change).objectStore(name),
          after: (request, then) => {
            request.onsuccess = () => attempt(() => then(request.result));
          },
        }),
      );
      const failed = await ended;
      if (thrown ?? failed) throw (thrown ?? failed)?.error;
    });
  }
}

const checkpointRange = (id: string) => IDBKeyRange.bound([id], [id, Number.POSITIVE_INFINITY]);
