// How the page waits for something long: what it is told meanwhile, and how a signal stops not only the waiting.

import * as Comlink from 'comlink';
import type { LensProgress, ProgressCallback } from '../api/lab-api.ts';

export interface CallOptions<Progress extends LensProgress = LensProgress> {
  signal?: AbortSignal;
  onProgress?: (progress: Progress) => void;
}

/** What the worker calls between two pieces, and releases when it is done; none where nobody would hear of it. */
export function toProgressCallback<Progress extends LensProgress>({
  signal,
  onProgress,
}: CallOptions<Progress>): (ProgressCallback<Progress> & Comlink.ProxyMarked) | undefined {
  if (!signal && !onProgress) return undefined;
  return Comlink.proxy((progress: Progress) => {
    if (signal?.aborted) return false;
    onProgress?.(progress);
    return true;
  });
}

/** Runs `train`; while it does, an abort of the signal pauses the run. */
export async function pauseOnAbort<Result>(
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
