// A promise that rejects as soon as an AbortSignal aborts.

/**
 * Settles like `promise`, or rejects with the reason of the first signal that aborts before. The listeners are removed
 * afterwards: a long-lived signal would otherwise retain every result.
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
