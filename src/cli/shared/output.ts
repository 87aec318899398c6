// Output of commands on stdout.

/** One line of JSON. */
export const printJson = (result: unknown): Promise<boolean> => print(`${JSON.stringify(result)}\n`);

export const printLines = (lines: readonly string[]): Promise<boolean> => print(`${lines.join('\n')}\n`);

/**
 * Resolves when the text is written, because a process that exits sooner may cut it off where stdout is a pipe. Resolves to
 * false if the reader of the pipe has closed it, as `head` does.
 */
export function print(text: string): Promise<boolean> {
  return new Promise((resolve, reject) => {
    process.stdout.write(text, (error?: NodeJS.ErrnoException | null) => {
      if (!error || error.code === 'EPIPE') resolve(!error);
      else reject(new Error(`The output cannot be written: ${error.code ?? error.message}.`));
    });
  });
}
