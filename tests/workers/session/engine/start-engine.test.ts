// Which engine is taken where WebGPU is missing, and what is said about it. Adapters that exist are the GPU suite's.

import { describe, expect, it } from 'vitest';
import type { StartedEngine } from '../../../../src/workers/session/engine/start-engine.ts';
import { startEngine } from '../../../../src/workers/session/engine/start-engine.ts';

const gpuWith = (requestAdapter: () => Promise<GPUAdapter | null>) => ({ requestAdapter }) as unknown as GPU;

const MISSING: [string, GPU | undefined, string][] = [
  ['no WebGPU', undefined, 'WebGPU is not available here.'],
  ['no adapter', gpuWith(async () => null), 'WebGPU found no adapter on this machine.'],
  [
    'a driver that fails',
    gpuWith(() => Promise.reject(new Error('The driver is gone.'))),
    'The driver is gone.',
  ],
];

async function described(started: Promise<StartedEngine>) {
  const { executor, engine } = await started;
  executor.dispose();
  return engine;
}

describe.each(MISSING)('where there is %s', (_, gpu, sentence) => {
  it('the CPU computes, and the reason is told', async () => {
    const engine = await described(startEngine(gpu, { backend: 'auto' }));
    expect(engine).toEqual({
      backend: 'wasm',
      adapter: expect.stringContaining('WebAssembly'),
      reason: sentence,
    });
  });

  it('WebGPU asked for by name is an error', async () => {
    await expect(startEngine(gpu, { backend: 'webgpu' })).rejects.toThrow(
      `WebGPU was requested: ${sentence}`,
    );
  });

  it('the CPU asked for by name needs no reason', async () => {
    expect(await described(startEngine(gpu, { backend: 'cpu' }))).toMatchObject({
      backend: 'wasm',
      reason: undefined,
    });
  });
});
