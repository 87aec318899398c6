// Training that a signal ends: not only the waiting for it, but the training itself, at the next step.

/** Runs `train`; while it does, an abort of the signal pauses the run. */
export async function stoppedBy<Result>(
  signal: AbortSignal | undefined,
  run: { pause(): Promise<void> },
  train: () => Promise<Result>,
): Promise<Result> {
  const pause = () => void run.pause().catch(() => {});
  signal?.addEventListener('abort', pause, { once: true });
  try {
    return await train();
  } finally {
    signal?.removeEventListener('abort', pause);
  }
}
