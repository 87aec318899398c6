// Output files of commands: checked before the computation, which may take hours, and written atomically.

import { closeSync, existsSync, mkdtempSync, openSync, readSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { resolveLinks, tryWrite, writeFileAtomic } from '../../node/atomic-file.ts';
import { CommandError, USAGE_ERROR } from './command-error.ts';

/** Paths by option, such as `--out`. */
type Files = Readonly<Record<string, string | undefined>>;

/** Throws if an output file cannot be written, or if it is another file of the command. `--log` is appended to. */
export function checkOutputFiles(outputs: Files, inputs: Files = {}): void {
  const given = (files: Files) =>
    Object.entries(files).flatMap(([option, path]) => (path === undefined ? [] : [[option, path] as const]));
  const written = given(outputs);
  for (const [option, path] of written) checkWritable(option, path);
  const others = [...written, ...given(inputs).filter(([, path]) => existsSync(path))];
  written.forEach(([option, path], index) => {
    const same = others.find(([, other], i) => i > index && isSameFile(path, other));
    if (same)
      throw new CommandError(
        USAGE_ERROR,
        `${option} and ${same[0]} are the same file, ${path}; name another.`,
      );
    if (option === '--log' && !isLog(path))
      throw new CommandError(USAGE_ERROR, `--log would append to ${path}, which is not a log; name another.`);
  });
}

function checkWritable(option: string, path: string): void {
  if (path === '') throw new Error(`${option} is empty; name a file.`);
  try {
    if (path.endsWith('/') || statSync(path, { throwIfNoEntry: false })?.isDirectory())
      throw new Error(`${path} is a folder; name a file in it.`);
    tryWrite(path, { append: option === '--log' });
  } catch (error) {
    throw withSentence(path, error);
  }
}

/** Of regular files: two outputs to `/dev/null` do no harm. */
function isSameFile(a: string, b: string): boolean {
  const [first, second] = [a, b].map((path) => statSync(path, { throwIfNoEntry: false, bigint: true }));
  if (!first || !second) return !first && !second && resolveLinks(a) === resolveLinks(b);
  return first.isFile() && first.dev === second.dev && first.ino === second.ino;
}

/** Whether the file is missing, empty, a device, or begins with a line of JSON. */
function isLog(path: string): boolean {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (!stats?.isFile() || stats.size === 0) return true;
  const start = Buffer.alloc(4096);
  const file = openSync(path, 'r');
  const length = readSync(file, start);
  closeSync(file);
  try {
    return typeof JSON.parse(start.toString('utf8', 0, length).split('\n')[0]) === 'object';
  } catch {
    return false;
  }
}

/** Writes a result. If the path fails, the result is saved in the folder for temporary files and the error names that file. */
export async function writeOutputFile(path: string, content: Uint8Array): Promise<void> {
  try {
    await writeFileAtomic(path, content);
  } catch (error) {
    const { message } = withSentence(path, error);
    const copy = await writeTemporaryCopy(path, content).catch(() => undefined);
    throw new Error(copy === undefined ? message : `${message} The result is in ${copy}.`);
  }
}

async function writeTemporaryCopy(path: string, content: Uint8Array): Promise<string> {
  const copy = join(mkdtempSync(join(tmpdir(), 'lab-')), basename(path));
  await writeFileAtomic(copy, content);
  return copy;
}

function withSentence(path: string, error: unknown): Error {
  const { code } = error as NodeJS.ErrnoException;
  return code === undefined ? (error as Error) : new Error(`${path} cannot be written: ${code}.`);
}
