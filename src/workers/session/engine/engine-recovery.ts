// What to compute on when the engine was lost: the GPU again, if it comes back and passes its test, else the CPU.

import type { StartedEngine, startEngine } from './start-engine.ts';

/** Milliseconds before each try: a driver that was reset needs a moment. */
const RETRY_DELAYS_MS = [0, 500, 2000];
/** A GPU that is lost so often is left alone. */
const MAX_LOSSES = 3;

/** `losses` counts this one. `reason` is what the visitor is told. */
export async function recoverEngine(
  createEngine: typeof startEngine,
  gpu: GPU | undefined,
  message: string,
  lossCount: number,
): Promise<{ started: StartedEngine; reason: string }> {
  if (gpu && lossCount <= MAX_LOSSES) {
    for (const delay of RETRY_DELAYS_MS) {
      await new Promise((resolve) => setTimeout(resolve, delay));
      const started = await createEngine(gpu, { backend: 'webgpu' }).catch(() => undefined);
      if (started) return { started, reason: `${message} It was taken up again.` };
    }
  }
  const reason = `${message} The CPU has taken over.`;
  const started = await createEngine(undefined, { backend: 'cpu' });
  return { started: { ...started, engine: { ...started.engine, reason } }, reason };
}
