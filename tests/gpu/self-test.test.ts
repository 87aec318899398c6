// The self-test passes a device that computes rightly; wrong-kernels.test.ts shows what it says of others.

import { expect, test } from 'vitest';
import { adapterName, requestDevice } from '../../src/kernels/backends/webgpu/device.ts';
import { GpuExecutor } from '../../src/kernels/backends/webgpu/gpu-executor.ts';
import { selfTest } from '../../src/kernels/self-test.ts';
import { requestTestAdapter } from '../support/kernels/gpu-device.ts';

test('finds nothing wrong here, and leaves nothing behind', async () => {
  const adapter = await requestTestAdapter();
  const executor = new GpuExecutor(await requestDevice(adapter), adapterName(adapter)); // chooses as on the page
  expect(await selfTest(executor)).toBeUndefined();
  expect(executor.usage.pipelines).toBe(0);
  executor.dispose();
  expect(executor.usage).toEqual({ bytes: 0, buffers: 0, pipelines: 0 });
});
