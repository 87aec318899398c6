// Waiting for an answer that may never come: whoever owes it can end, and whoever asked can lose interest.

/**
 * The answer, or the reason of the first signal that aborts before it is there. Nothing of it stays with the signals, which
 * live on: a promise of the end, raced against each answer, would keep every answer ever given for as long as it is pending.
 */
export async function abortable<Value>(
  promise: Promise<Value>,
  ...signals: readonly AbortSignal[]
): Promise<Value> {
  const settled = new AbortController();
  const aborted = signals.map(
    (signal) =>
      new Promise<never>((_, reject) => {
        const abort = () => reject(signal.reason);
        if (signal.aborted) abort();
        else signal.addEventListener('abort', abort, { signal: settled.signal });
      }),
  );
  try {
    return await Promise.race([promise, ...aborted]);
  } finally {
    settled.abort();
  }
}
