// Recovery of a lost engine: the GPU again, if it returns and passes its self-test, else the CPU; after a CPU one of its threads.

import type { Engine } from '../../rpc/api/lab-api.ts';
import type { StartedEngine, startEngine } from './start-engine.ts';

/** Milliseconds before each attempt: a driver needs time to reset. */
const RETRY_DELAYS_MS = [0, 500, 2000];
/** After so many losses the GPU is not used again. */
const MAX_LOSSES = 3;

/** `lossCount` includes this loss. `reason` is shown to the user. */
export async function recoverEngine(
  createEngine: typeof startEngine,
  gpu: GPU | undefined,
  lost: Engine['backend'],
  message: string,
  lossCount: number,
): Promise<{ started: StartedEngine; reason: string }> {
  if (gpu && lost !== 'wasm' && lossCount <= MAX_LOSSES) {
    for (const delay of RETRY_DELAYS_MS) {
      await new Promise((resolve) => setTimeout(resolve, delay));
      const started = await createEngine(gpu, { backend: 'webgpu' }).catch(() => undefined);
      if (started) return { started, reason: `${message} It was restarted.` };
    }
  }
  const reason = `${message} ${lost === 'wasm' ? 'One thread' : 'The CPU'} is used instead.`;
  const started = await createEngine(undefined, { backend: 'cpu' });
  return { started: { ...started, engine: { ...started.engine, reason } }, reason };
}
