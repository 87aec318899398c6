// The WebGPU executor on this machine's adapter, for tests in Node.

import { adapterName, requestDevice } from '../../src/kernels/gpu/device.ts';
import { GpuExecutor } from '../../src/kernels/gpu/gpu-executor.ts';
import { type ChooseVariant, firstThatRuns } from '../../src/kernels/gpu/variants.ts';
import { testAdapter } from './gpu.ts';

/**
 * Products by a kernel that a software adapter compiles in a quarter of the time the larger ones take, and runs as fast:
 * a model has some twenty of them. Tests of kernels choose for themselves.
 */
const quickToCompile: ChooseVariant = (step, adapter) =>
  step.pass.variants.find(({ name }) => name === 'tile-8x8') ?? firstThatRuns(step, adapter);

/** A new executor on a device of its own; dispose of it when the test file is done. */
export async function testExecutor(): Promise<GpuExecutor> {
  const adapter = await testAdapter();
  return new GpuExecutor(await requestDevice(adapter), adapterName(adapter), quickToCompile);
}
