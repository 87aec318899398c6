// What to compute on when the engine was lost: the GPU again, if it comes back and passes its test, else the CPU.

import type { StartedEngine, startEngine } from './engine.ts';

/** Milliseconds before each try: a driver that was reset needs a moment. */
const TRIES = [0, 500, 2000];
/** A GPU that is lost so often is left alone. */
const MOST_LOSSES = 3;

/** `losses` counts this one. `reason` is what the visitor is told. */
export async function takeUpEngine(
  makeEngine: typeof startEngine,
  gpu: GPU | undefined,
  sentence: string,
  losses: number,
): Promise<{ started: StartedEngine; reason: string }> {
  if (gpu && losses <= MOST_LOSSES) {
    for (const wait of TRIES) {
      await new Promise((resolve) => setTimeout(resolve, wait));
      const started = await makeEngine(gpu, { backend: 'webgpu' }).catch(() => undefined);
      if (started) return { started, reason: `${sentence} It was taken up again.` };
    }
  }
  const reason = `${sentence} The CPU has taken over.`;
  const started = await makeEngine(undefined, { backend: 'cpu' });
  return { started: { ...started, engine: { ...started.engine, reason } }, reason };
}
