// All that commands print: results on stdout, everything else on stderr. Names, tokens and texts of files are in it, so nothing is written
// as it is.

import { printable } from '../shared/printable.ts';

/** One line of JSON, which stays JSON. */
export const printJson = (result: unknown): Promise<boolean> => printLines([JSON.stringify(result)]);

/** A line that contains a line end stays one line. */
export const printLines = (lines: readonly string[]): Promise<boolean> =>
  write(`${lines.map(printable).join('\n')}\n`);

/** A text of several lines. */
export const print = (text: string): Promise<boolean> => write(printableLines(text));

/** Progress, a warning or an error: one line, whatever it quotes. */
export function printMessage(text: string): void {
  process.stderr.write(`${printable(text)}\n`);
}

/** Help, and what is wrong with the command line. */
export function printHelp(text: string): void {
  process.stderr.write(printableLines(text));
}

const printableLines = (text: string) => text.split('\n').map(printable).join('\n');

/**
 * Resolves when the text is written, because a process that exits sooner may cut it off where stdout is a pipe. Resolves to
 * false if the reader of the pipe has closed it, as `head` does.
 */
function write(text: string): Promise<boolean> {
  return new Promise((resolve, reject) => {
    process.stdout.write(text, (error?: NodeJS.ErrnoException | null) => {
      if (!error || error.code === 'EPIPE') resolve(!error);
      else reject(new Error(`The output cannot be written: ${error.code ?? error.message}.`));
    });
  });
}
