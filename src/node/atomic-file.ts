// Atomic writes: whatever interrupts a write, the file holds its earlier or its new content.

import { randomUUID } from 'node:crypto';
import {
  accessSync,
  closeSync,
  constants,
  lstatSync,
  openSync,
  readlinkSync,
  realpathSync,
  rmSync,
  type Stats,
  statSync,
} from 'node:fs';
import { open, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';

/** Temporary files of writes in progress. */
const partialFiles = new Set<string>();

/** The file that a path names behind its symbolic links. The file may be missing, its folder may not. */
export function resolveLinks(path: string): string {
  try {
    return realpathSync(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  const entry = join(realpathSync(dirname(path)), basename(path));
  const isLink = lstatSync(entry, { throwIfNoEntry: false })?.isSymbolicLink();
  return isLink ? resolveLinks(resolve(dirname(entry), readlinkSync(entry))) : entry;
}

/**
 * Writes a temporary file beside the target and renames it. Symbolic links are followed, and an existing file keeps its mode
 * and owner. Devices and pipes are written directly.
 */
export async function writeFileAtomic(path: string, content: string | Uint8Array): Promise<void> {
  const target = resolveLinks(path);
  const previous = statSync(target, { throwIfNoEntry: false });
  if (previous && !previous.isFile()) return writeFile(target, content);
  const partial = partialFile(target);
  partialFiles.add(partial);
  try {
    await writeSynced(partial, content, previous);
    await rename(partial, target);
  } catch (error) {
    await rm(partial, { force: true });
    throw error;
  } finally {
    partialFiles.delete(partial);
  }
  await syncFolder(dirname(target));
}

/** Throws unless the file can be written, atomically or by appending. Creates nothing that stays. */
export function tryWrite(path: string, { append = false } = {}): void {
  const target = resolveLinks(path);
  const stats = statSync(target, { throwIfNoEntry: false });
  if (stats) accessSync(target, constants.W_OK);
  if (stats && (append || !stats.isFile())) return;
  const partial = partialFile(target);
  closeSync(openSync(partial, 'wx'));
  rmSync(partial);
}

/** Removes temporary files before the process ends in the middle of a write. */
export function removePartialFiles(): void {
  for (const partial of partialFiles) rmSync(partial, { force: true });
}

/** In the target's folder, because `rename` is atomic within a file system only. */
const partialFile = (target: string) => join(dirname(target), `.lab-${randomUUID()}.tmp`);

async function writeSynced(partial: string, content: string | Uint8Array, previous: Stats | undefined) {
  const file = await open(partial, 'wx', previous?.mode);
  try {
    await file.writeFile(content);
    if (previous) {
      await file.chown(previous.uid, previous.gid).catch(() => {}); // another owner is root's privilege
      await file.chmod(previous.mode); // `open` applies the umask
    }
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Makes the rename durable where the platform syncs folders. */
async function syncFolder(path: string): Promise<void> {
  try {
    const folder = await open(path, 'r');
    await folder.sync().finally(() => folder.close());
  } catch {}
}
