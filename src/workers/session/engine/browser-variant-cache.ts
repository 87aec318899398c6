// Keeps which kernels were the fastest on this visitor's GPU, so that the next visit need not measure again.

import type { DBSchema, IDBPDatabase } from 'idb';
import type { VariantCache } from '../../../kernels/backends/webgpu/tuner.ts';
import { idbRead } from '../../../shared/idb/idb-read.ts';

interface VariantDatabase extends DBSchema {
  variants: { key: string; value: string };
}

export class BrowserVariantCache implements VariantCache {
  private opened: Promise<IDBPDatabase<VariantDatabase>> | undefined;

  async get(key: string): Promise<string | undefined> {
    try {
      return await idbRead(await this.open(), 'variants').get(key);
    } catch {
      return undefined; // A browser that keeps nothing measures every time.
    }
  }

  async set(key: string, variant: string): Promise<void> {
    try {
      await (await this.open()).put('variants', variant, key);
    } catch {}
  }

  private open(): Promise<IDBPDatabase<VariantDatabase>> {
    this.opened ??= import('idb').then(({ openDB }) =>
      openDB<VariantDatabase>('mini-llm-lab-kernels', 1, {
        upgrade: (database) => database.createObjectStore('variants'),
      }),
    );
    return this.opened;
  }
}
