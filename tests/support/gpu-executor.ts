// The WebGPU executor on this machine's adapter, for tests in Node.

import { adapterName, requestDevice } from '../../src/kernels/gpu/device.ts';
import { GpuExecutor } from '../../src/kernels/gpu/gpu-executor.ts';
import { testAdapter } from './gpu.ts';

/** A new executor on a device of its own; dispose of it when the test file is done. */
export async function testExecutor(): Promise<GpuExecutor> {
  const adapter = await testAdapter();
  return new GpuExecutor(await requestDevice(adapter), adapterName(adapter));
}
