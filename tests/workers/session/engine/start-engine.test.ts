// Fallback to the CPU without WebGPU, and its reason. The GPU suite tests real adapters.

import { describe, expect, it, vi } from 'vitest';
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

describe.each(MISSING)('with %s', (_, gpu, message) => {
  it('uses the CPU, and reports the reason', async () => {
    const engine = await described(startEngine(gpu, { backend: 'auto' }));
    expect(engine).toEqual({
      backend: 'wasm',
      adapter: expect.stringContaining('WebAssembly'),
      reason: message,
    });
  });

  it('rejects an explicit request for WebGPU', async () => {
    await expect(startEngine(gpu, { backend: 'webgpu' })).rejects.toThrow(`WebGPU was requested: ${message}`);
  });

  it('gives no reason for an explicit request for the CPU', async () => {
    expect(await described(startEngine(gpu, { backend: 'cpu' }))).toMatchObject({
      backend: 'wasm',
      reason: undefined,
    });
  });
});

it('without relaxed SIMD where it is asked for, also where the engine has it', async () => {
  const validate = vi.spyOn(WebAssembly, 'validate').mockReturnValue(true);
  const { adapter } = await described(startEngine(undefined, { backend: 'cpu' }, { kernels: 'simd' }));
  expect(adapter).toBe('WebAssembly, SIMD');
  expect(validate).not.toHaveBeenCalled();
});
