// Keeps which kernels were the fastest on this visitor's GPU, so that the next visit need not measure again.

import type { DBSchema } from 'idb';
import type { VariantCache } from '../../../kernels/backends/webgpu/tuner.ts';
import { Database } from '../../../shared/idb/database.ts';
import { idbRead } from '../../../shared/idb/idb-read.ts';

interface VariantDatabase extends DBSchema {
  variants: { key: string; value: string };
}

export class BrowserVariantCache implements VariantCache {
  private readonly database = new Database<VariantDatabase>('mini-llm-lab-kernels', [
    (database) => {
      database.createObjectStore('variants');
    },
  ]);

  async get(key: string): Promise<string | undefined> {
    try {
      return await this.database.query((database) => idbRead(database, 'variants').get(key));
    } catch {
      return undefined; // A browser that keeps nothing measures every time.
    }
  }

  async set(key: string, variant: string): Promise<void> {
    try {
      await this.database.query((database) => database.put('variants', variant, key));
    } catch {}
  }
}
