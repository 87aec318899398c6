// The self-test accepts a correct device; wrong-kernels.test.ts covers incorrect ones.

import { expect, test, vi } from 'vitest';
import { adapterName, requestDevice } from '../../src/kernels/backends/webgpu/device.ts';
import { GpuExecutor } from '../../src/kernels/backends/webgpu/gpu-executor.ts';
import { OPS } from '../../src/kernels/ops/registry.ts';
import { selfTest } from '../../src/kernels/verification/self-test.ts';
import { requestTestAdapter } from '../support/kernels/gpu-device.ts';

test('passes on this adapter and releases all resources', async () => {
  const adapter = await requestTestAdapter();
  const device = await requestDevice(adapter);
  const compile = vi.spyOn(device, 'createComputePipelineAsync');
  const executor = new GpuExecutor(device, adapterName(adapter)); // the page's variant selection
  expect(await selfTest(executor)).toBeUndefined();
  const compiled = new Set(compile.mock.calls.map(([{ label = '' }]) => label.split('.')[0]));
  expect(compiled).toEqual(new Set(OPS.map(({ name }) => name)));
  expect(executor.usage.pipelines).toBe(0);
  executor.dispose();
  expect(executor.usage).toEqual({ bytes: 0, buffers: 0, pipelines: 0 });
});
