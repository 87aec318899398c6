// Keeps which kernels were the fastest on this machine's GPU, in one file of the user's cache.

import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import type { VariantMemory } from '../kernels/gpu/tuner.ts';

const FILE = join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'mini-llm-lab', 'variants.json');

export class FileVariantMemory implements VariantMemory {
  private readonly file: string;
  private known: Promise<Record<string, string>> | undefined;

  constructor(file = FILE) {
    this.file = file;
  }

  async get(key: string): Promise<string | undefined> {
    return (await this.all())[key];
  }

  async set(key: string, variant: string): Promise<void> {
    const all = await this.all();
    all[key] = variant;
    try {
      await mkdir(dirname(this.file), { recursive: true });
      await writeFile(this.file, JSON.stringify(all, undefined, 1));
    } catch {} // Where nothing can be kept, the next run measures again.
  }

  private all(): Promise<Record<string, string>> {
    this.known ??= readFile(this.file, 'utf8').then(
      (text) => readable(text),
      () => ({}),
    );
    return this.known;
  }
}

/** What another version wrote, or half of it, counts for nothing. */
function readable(text: string): Record<string, string> {
  try {
    return Object.fromEntries(
      Object.entries(JSON.parse(text) as object).filter(([, v]) => typeof v === 'string'),
    );
  } catch {
    return {};
  }
}
