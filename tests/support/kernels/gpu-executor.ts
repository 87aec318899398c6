// The WebGPU executor on this machine's adapter, for tests in Node.

import { adapterName, requestDevice } from '../../../src/kernels/backends/webgpu/device.ts';
import { GpuExecutor } from '../../../src/kernels/backends/webgpu/gpu-executor.ts';
import {
  firstSupported,
  type VariantSelector,
} from '../../../src/kernels/backends/webgpu/variant-selection.ts';
import { requestTestAdapter } from './gpu-device.ts';

/**
 * Selects the matmul kernel that a software adapter compiles in a quarter of the time of the larger ones and runs as fast; a
 * model has some twenty products. Tests of kernels select their own variants.
 */
export const chooseFastCompile: VariantSelector = (step, adapter) =>
  step.pass.variants.find(({ name }) => name === 'tile-8x8') ?? firstSupported(step, adapter);

/** A new executor on a new device. Dispose of it at the end of the test file. */
export async function createTestGpuExecutor(select = chooseFastCompile): Promise<GpuExecutor> {
  const adapter = await requestTestAdapter();
  return new GpuExecutor(await requestDevice(adapter), adapterName(adapter), select);
}
