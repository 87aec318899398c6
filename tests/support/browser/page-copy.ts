// A copy of the built page, which a test may change and a `StaticHost` serve.
import { cpSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';

/** States of models during training: half of all files, and most of their bytes. */
const isCheckpoint = (name: string) => /^models\/.*\/step-/.test(name);

/**
 * The folder of a new copy; remove it after use. Data that is left out is missing from the service worker's list as well, so that the
 * copy is a complete page with less data. By default these are the checkpoints.
 */
export function copyPage(isLeftOut: (name: string) => boolean = isCheckpoint): string {
  const folder = mkdtempSync(join(tmpdir(), 'lab-page-'));
  cpSync('dist', folder, { recursive: true, filter: (path) => !isLeftOut(relative('dist', path)) });
  const worker = join(folder, 'service-worker.js');
  const script = readFileSync(worker, 'utf8');
  writeFileSync(
    worker,
    script.replace(/\{[^{}]*"url":"([^"]+)"\},/g, (entry, name) => (isLeftOut(name) ? '' : entry)),
  );
  return folder;
}
