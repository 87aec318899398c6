// What a command leaves behind: one JSON line on stdout, and the files it was asked for.

import { accessSync, constants, statSync } from 'node:fs';
import { dirname } from 'node:path';

/** Resolves when the line is out: whoever ends the process sooner may cut it off where stdout is a pipe. */
export function printJson(result: unknown): Promise<void> {
  return new Promise((resolve) => {
    process.stdout.write(`${JSON.stringify(result)}\n`, () => resolve());
  });
}

/** The same for lines of text. */
export function printLines(lines: readonly string[]): Promise<void> {
  return new Promise((resolve) => {
    process.stdout.write(`${lines.join('\n')}\n`, () => resolve());
  });
}

/** Throws a sentence now if a file cannot be written later: nobody should train for minutes to learn that. */
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
