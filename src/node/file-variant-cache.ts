// Stores the fastest kernel variants of this machine's GPU in one file of the user's cache folder.

import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import type { VariantCache } from '../kernels/backends/webgpu/tuner.ts';

const DEFAULT_PATH = join(
  process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'),
  'mini-llm-lab',
  'variants.json',
);

export class FileVariantCache implements VariantCache {
  private readonly file: string;
  private entries: Promise<Record<string, string>> | undefined;

  constructor(file = DEFAULT_PATH) {
    this.file = file;
  }

  async get(key: string): Promise<string | undefined> {
    return (await this.load())[key];
  }

  async set(key: string, variant: string): Promise<void> {
    const all = await this.load();
    all[key] = variant;
    try {
      await mkdir(dirname(this.file), { recursive: true });
      await writeFile(this.file, JSON.stringify(all, undefined, 1));
    } catch {} // Without a cache file the next run measures again.
  }

  private load(): Promise<Record<string, string>> {
    this.entries ??= readFile(this.file, 'utf8').then(
      (text) => parseEntries(text),
      () => ({}),
    );
    return this.entries;
  }
}

/** The string entries of the file; none if it is damaged or of another format. */
function parseEntries(text: string): Record<string, string> {
  try {
    return Object.fromEntries(
      Object.entries(JSON.parse(text) as object).filter(([, v]) => typeof v === 'string'),
    );
  } catch {
    return {};
  }
}
