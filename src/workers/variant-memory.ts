// Keeps which kernels were the fastest on this visitor's GPU, so that the next visit need not measure again.

import type { DBSchema, IDBPDatabase } from 'idb';
import type { VariantMemory } from '../kernels/gpu/tuner.ts';
import { readStore } from '../read-store.ts';

interface Kernels extends DBSchema {
  variants: { key: string; value: string };
}

export class BrowserVariantMemory implements VariantMemory {
  private opened: Promise<IDBPDatabase<Kernels>> | undefined;

  async get(key: string): Promise<string | undefined> {
    try {
      return await readStore(await this.open(), 'variants').get(key);
    } catch {
      return undefined; // A browser that keeps nothing measures every time.
    }
  }

  async set(key: string, variant: string): Promise<void> {
    try {
      await (await this.open()).put('variants', variant, key);
    } catch {}
  }

  private open(): Promise<IDBPDatabase<Kernels>> {
    this.opened ??= import('idb').then(({ openDB }) =>
      openDB<Kernels>('mini-llm-lab-kernels', 1, {
        upgrade: (database) => database.createObjectStore('variants'),
      }),
    );
    return this.opened;
  }
}
