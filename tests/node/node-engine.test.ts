// The engine of the command line: a software adapter computes only where it is asked for.

import { beforeEach, expect, it, vi } from 'vitest';
import { startNodeEngine } from '../../src/node/node-engine.ts';

const requestDevice = vi.fn();
const info = { isFallbackAdapter: true, description: 'llvmpipe' };
const adapter = { info, limits: {}, features: new Set<string>(), requestDevice };
const load = async () => ({ requestAdapter: async () => adapter }) as unknown as GPU;

let log: string;
beforeEach(() => {
  log = '';
  info.isFallbackAdapter = true;
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    log += text;
    return true;
  });
  requestDevice.mockReset().mockRejectedValue(new Error('No device in this test.'));
});

it('auto leaves a software adapter alone, and says why', async () => {
  const { executor, engine } = await startNodeEngine('auto', 1, load);
  executor.dispose();
  expect(engine).toMatchObject({
    backend: 'wasm',
    reason: 'llvmpipe computes in software, more slowly than WebAssembly.',
  });
  expect(requestDevice).not.toHaveBeenCalled();
  expect(log).toMatch(/^cpu: WebAssembly.* \(llvmpipe computes in software/);
});

it('auto takes a hardware adapter', async () => {
  info.isFallbackAdapter = false;
  const { executor, engine } = await startNodeEngine('auto', 1, load);
  executor.dispose();
  expect(requestDevice).toHaveBeenCalledOnce();
  expect(engine.reason).toBe('No device in this test.');
});

it('an explicit request takes any adapter', async () => {
  await expect(startNodeEngine('webgpu', 1, load)).rejects.toThrow('No device in this test.');
  expect(requestDevice).toHaveBeenCalledOnce();
});
