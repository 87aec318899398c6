// The engine of the command line: the page's own, with Dawn in the place of the browser's WebGPU.

import type { StartedEngine } from '../workers/engine.ts';
import { startEngine } from '../workers/engine.ts';
import { makeHand } from './hand-thread.ts';
import type { BackendChoice } from './options.ts';
import { FileVariantMemory } from './variant-memory.ts';

/** How figures name an engine: what `--backend` would ask for, and what computes there. */
export function engineNames({ engine }: StartedEngine): { backend: 'webgpu' | 'cpu'; adapter: string } {
  return { backend: engine.backend === 'webgpu' ? 'webgpu' : 'cpu', adapter: engine.adapter };
}

/** Starts it and says on stderr which it is, and why if it is not the first choice. */
export async function nodeEngine(backend: BackendChoice, threads = 1): Promise<StartedEngine> {
  const gpu = backend === 'cpu' ? undefined : await nodeGpu();
  const started = await startEngine(gpu, { backend, threads }, { memory: new FileVariantMemory(), makeHand });
  const { backend: used, adapter } = engineNames(started);
  const { reason } = started.engine;
  process.stderr.write(`${used}: ${adapter}${reason ? ` (${reason})` : ''}\n`);
  return started;
}

/** Dawn, from the development package `webgpu`; undefined where it is not installed or does not load. */
async function nodeGpu(): Promise<GPU | undefined> {
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
