// Output of commands: one JSON line on stdout, and files.

import { accessSync, constants, statSync } from 'node:fs';
import { dirname } from 'node:path';

/** Resolves when the line is written: a process that exits sooner may cut it off where stdout is a pipe. */
export function printJson(result: unknown): Promise<void> {
  return new Promise((resolve) => {
    process.stdout.write(`${JSON.stringify(result)}\n`, () => resolve());
  });
}

/** Resolves when the lines are written. */
export function printLines(lines: readonly string[]): Promise<void> {
  return new Promise((resolve) => {
    process.stdout.write(`${lines.join('\n')}\n`, () => resolve());
  });
}

/** Throws if the file cannot be written. Commands check before they compute, which may take minutes. */
export function assertWritable(path: string | undefined): void {
  if (path === undefined) return;
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats?.isDirectory()) throw new Error(`${path} is a folder; name a file in it.`);
  try {
    accessSync(stats ? path : dirname(path), constants.W_OK);
  } catch (error) {
    throw new Error(
      `${path} cannot be written: ${(error as NodeJS.ErrnoException).code ?? 'unknown reason'}.`,
    );
  }
}
