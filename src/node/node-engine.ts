// The engine in Node: the page's engine, with Dawn instead of the browser's WebGPU.

import { availableParallelism } from 'node:os';
import type { StartedEngine } from '../workers/session/engine/start-engine.ts';
import { startEngine } from '../workers/session/engine/start-engine.ts';
import type { BackendChoice } from './command-options.ts';
import { FileVariantCache } from './file-variant-cache.ts';
import { threadScript, threadsOf } from './kernel-thread.ts';
import { printMessage } from './terminal.ts';

/** Backend and adapter, as the results of commands report them. */
export function engineLabels({ engine }: StartedEngine): { backend: 'webgpu' | 'cpu'; adapter: string } {
  return { backend: engine.backend === 'webgpu' ? 'webgpu' : 'cpu', adapter: engine.adapter };
}

/** More wait for memory and for each other at these sizes. */
const MAX_THREADS = 8;

/** As many as the CPU engine has by default. */
export const nodeThreads = () => (threadScript ? Math.min(MAX_THREADS, availableParallelism()) : 1);

/** Starts the engine; logs on stderr which one it is and, if it is a fallback, why, and later each thread that stops. `load` gives the GPU. */
export async function startNodeEngine(
  backend: BackendChoice,
  threads = nodeThreads(),
  load: () => Promise<GPU | undefined> = loadDawn,
): Promise<StartedEngine> {
  const gpu = backend === 'cpu' ? undefined : await load();
  const started = await startEngine(
    gpu,
    { backend, threads },
    {
      variantCache: new FileVariantCache(),
      startThread: threadScript && threadsOf(threadScript),
      hardwareOnly: true,
    },
  );
  if (started.threads)
    started.threads.onLost = (message) => {
      printMessage(message);
    };
  const { backend: used, adapter } = engineLabels(started);
  const { reason } = started.engine;
  printMessage(`${used}: ${adapter}${reason ? ` (${reason})` : ''}`);
  return started;
}

/** Dawn, from the development package `webgpu`; undefined if it is not installed or does not load. */
async function loadDawn(): Promise<GPU | undefined> {
  try {
    const { create, globals } = await import('webgpu');
    Object.assign(globalThis, globals);
    const gpu = create([]);
    // Dawn crashes if this object is garbage collected before its devices.
    Object.assign(globalThis, { labGpu: gpu });
    return gpu;
  } catch {
    return undefined;
  }
}
