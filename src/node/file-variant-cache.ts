// Stores the fastest kernel variants of this machine's GPU in one file of the user's cache folder.

import { mkdir, open, readFile, rm, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { VariantCache } from '../kernels/backends/webgpu/tuner.ts';
import { writeFileAtomic } from './atomic-file.ts';

const DEFAULT_PATH = join(
  process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'),
  'mini-llm-lab',
  'variants.json',
);
/** Age in milliseconds at which a lock file belongs to a process that was killed: a write takes milliseconds. */
const STALE_MS = 5000;
/** Milliseconds between two attempts to take the lock. */
const RETRY_MS = 10;

type Entries = Record<string, string>;

export class FileVariantCache implements VariantCache {
  private readonly file: string;
  private entries: Promise<Entries> | undefined;
  /** Entries of this process: all of them are merged into the file by each write. */
  private readonly own = new Map<string, string>();

  constructor(file = DEFAULT_PATH) {
    this.file = file;
  }

  async get(key: string): Promise<string | undefined> {
    this.entries ??= readEntries(this.file);
    return this.own.get(key) ?? (await this.entries)[key];
  }

  async set(key: string, variant: string): Promise<void> {
    this.own.set(key, variant);
    try {
      await mkdir(dirname(this.file), { recursive: true });
      await withLock(`${this.file}.lock`, async () => {
        const merged = { ...(await readEntries(this.file)), ...Object.fromEntries(this.own) };
        await writeFileAtomic(this.file, JSON.stringify(merged, undefined, 1));
      });
    } catch {} // Without a cache file the next run measures again.
  }
}

/** The string entries of the file; none if it is missing, damaged or of another format. */
async function readEntries(file: string): Promise<Entries> {
  try {
    const parsed = JSON.parse(await readFile(file, 'utf8')) as object;
    return Object.fromEntries(Object.entries(parsed).filter(([, value]) => typeof value === 'string'));
  } catch {
    return {};
  }
}

/** Runs the task while no other process holds the lock, a file that only one process can create. */
async function withLock(lock: string, task: () => Promise<void>): Promise<void> {
  for (;;) {
    try {
      await (await open(lock, 'wx')).close();
      break;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      const { mtimeMs } = await stat(lock).catch(() => ({ mtimeMs: Date.now() }));
      if (Math.abs(Date.now() - mtimeMs) > STALE_MS) await rm(lock, { force: true });
      else await setTimeout(RETRY_MS);
    }
  }
  await task().finally(() => rm(lock, { force: true }));
}
