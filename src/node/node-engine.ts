// The engine of the command line: the page's own, with Dawn in the place of the browser's WebGPU.

import type { StartedEngine } from '../workers/session/engine/start-engine.ts';
import { startEngine } from '../workers/session/engine/start-engine.ts';
import type { BackendChoice } from './command-options.ts';
import { FileVariantCache } from './file-variant-cache.ts';
import { createGradientWorker } from './gradient-worker-thread.ts';

/** How figures name an engine: what `--backend` would ask for, and what computes there. */
export function engineLabels({ engine }: StartedEngine): { backend: 'webgpu' | 'cpu'; adapter: string } {
  return { backend: engine.backend === 'webgpu' ? 'webgpu' : 'cpu', adapter: engine.adapter };
}

/** Starts it and says on stderr which it is, and why if it is not the first choice. */
export async function startNodeEngine(backend: BackendChoice, threads = 1): Promise<StartedEngine> {
  const gpu = backend === 'cpu' ? undefined : await loadDawn();
  const started = await startEngine(
    gpu,
    { backend, threads },
    { variantCache: new FileVariantCache(), spawnWorker: createGradientWorker },
  );
  const { backend: used, adapter } = engineLabels(started);
  const { reason } = started.engine;
  process.stderr.write(`${used}: ${adapter}${reason ? ` (${reason})` : ''}\n`);
  return started;
}

/** Dawn, from the development package `webgpu`; undefined where it is not installed or does not load. */
async function loadDawn(): Promise<GPU | undefined> {
  try {
    const { create, globals } = await import('webgpu');
    Object.assign(globalThis, globals);
    const gpu = create([]);
    // Dawn ends the process badly if this object is collected before the devices it made.
    Object.assign(globalThis, { labGpu: gpu });
    return gpu;
  } catch {
    return undefined;
  }
}
