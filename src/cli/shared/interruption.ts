// Ctrl-C and SIGTERM during training: the first ends it after the current step, another one ends the process.

import { constants } from 'node:os';
import { removePartialFiles } from '../../node/atomic-file.ts';
import { printMessage } from '../../node/terminal.ts';
import { CommandError } from './command-error.ts';

const SIGNALS = ['SIGINT', 'SIGTERM'] as const;
/** Milliseconds in which a signal repeats for one key press: the terminal signals npm and this process, and npm forwards. */
const REPEAT_MS = 500;

/** Runs a task that ends early, with its results written, when its `AbortSignal` is aborted. */
export async function interruptible<Result>(task: (signal: AbortSignal) => Promise<Result>): Promise<Result> {
  const controller = new AbortController();
  const { signal } = controller;
  let abortedAt = 0;
  const onSignal = (name: NodeJS.Signals) => {
    if (signal.aborted) {
      if (signal.reason === name && performance.now() - abortedAt < REPEAT_MS) return;
      removePartialFiles();
      ignoreSignals();
      process.kill(process.pid, name); // `process.exit` would wait for a write that hangs
      return;
    }
    abortedAt = performance.now();
    controller.abort(name);
    printMessage(`${name}: training ends after this step. Repeat it to end at once.`);
  };
  const ignoreSignals = () => {
    for (const name of SIGNALS) process.off(name, onSignal);
  };
  for (const name of SIGNALS) process.on(name, onSignal);
  try {
    return await task(signal);
  } finally {
    if (!signal.aborted) ignoreSignals(); // after an abort the process is about to end, and a late repeat changes nothing
  }
}

/** The end of a command whose training was interrupted: its exit code is the signal's, as in a shell. */
export function interruptionError(
  { reason }: AbortSignal,
  step: number,
  out: string | undefined,
  { result = 'model is' }: { readonly result?: string } = {},
): CommandError {
  const file = out === undefined ? `without --out no ${result} written` : `the ${result} in ${out}`;
  return new CommandError(
    128 + constants.signals[reason as (typeof SIGNALS)[number]],
    `Training was interrupted at step ${step}; ${file}.`,
  );
}
