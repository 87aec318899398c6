// Which engine computes: WebGPU where the adapter passes every kernel's self-test, else the CPU, and why.

import type { Executor } from '../../../kernels/backends/executor.ts';
import type { StartThread, ThreadTeam } from '../../../kernels/backends/wasm/threads/thread-team.ts';
import { WasmExecutor } from '../../../kernels/backends/wasm/wasm-executor.ts';
import { adapterDetails, adapterName, requestDevice } from '../../../kernels/backends/webgpu/device.ts';
import { GpuExecutor } from '../../../kernels/backends/webgpu/gpu-executor.ts';
import { Tuner, type VariantCache } from '../../../kernels/backends/webgpu/tuner.ts';
import { adapterProfile } from '../../../kernels/backends/webgpu/variant-selection.ts';
import { selfTest } from '../../../kernels/verification/self-test.ts';
import { errorMessage } from '../../../shared/error-message.ts';
import type { Engine, StartOptions } from '../../rpc/api/lab-api.ts';

export interface StartedEngine {
  readonly executor: Executor;
  readonly engine: Engine;
  /** Those of the CPU, if there are several. */
  readonly threads?: ThreadTeam;
  /** Properties of the adapter, used or not, for diagnostics. */
  readonly details?: Readonly<Record<string, string>>;
}

/** Name in model files: a run continues exactly only on the engine of the same name. */
export const engineName = ({ engine }: StartedEngine): string => `${engine.backend}, ${engine.adapter}`;

export interface EngineEnvironment {
  /** Stores the fastest kernel variants of a GPU. */
  readonly variantCache?: VariantCache;
  /** Starts a thread; without it there is one thread. */
  readonly startThread?: StartThread;
  /** The adapter has passed the self-test before, which takes a software adapter seconds. */
  readonly isTested?: boolean;
  /** `auto` takes no adapter in software: the CPU engine is faster. The page takes it and offers the other. */
  readonly hardwareOnly?: boolean;
  /** Called between kernels of the CPU, which block the event loop. */
  readonly onKernel?: () => void;
}

/**
 * `gpu` is `navigator.gpu`, or Dawn's in Node; absent where there is none. Throws if `webgpu` is requested and fails.
 */
export async function startEngine(
  gpu: GPU | undefined,
  { backend, threads = 1 }: StartOptions,
  {
    variantCache = new Map<string, string>(),
    startThread,
    isTested,
    hardwareOnly,
    onKernel,
  }: EngineEnvironment = {},
): Promise<StartedEngine> {
  if (!Number.isInteger(threads) || threads < 1)
    throw new Error(`threads must be a whole number above 0, not ${threads}.`);
  const cpu = (reason?: string) => cpuEngine(threads, { startThread, onKernel }, reason);
  if (backend === 'cpu') return cpu();
  let adapter: GPUAdapter | undefined;
  try {
    adapter = await gpuAdapter(gpu);
    if (backend === 'auto' && hardwareOnly && adapter.info.isFallbackAdapter)
      throw new Error(`${adapterName(adapter)} computes in software, more slowly than WebAssembly.`);
    const executor = await gpuExecutor(adapter, variantCache, isTested);
    const inSoftware = adapter.info.isFallbackAdapter || undefined;
    const engine = { backend: 'webgpu', adapter: executor.adapter, inSoftware } as const;
    return { executor, engine, details: adapterDetails(adapter) };
  } catch (error) {
    const reason = errorMessage(error);
    if (backend === 'webgpu') throw new Error(`WebGPU was requested: ${reason}`);
    // Diagnostics describe a rejected adapter too.
    return { ...(await cpu(reason)), details: adapter && adapterDetails(adapter) };
  }
}

async function gpuAdapter(gpu: GPU | undefined): Promise<GPUAdapter> {
  if (!gpu) throw new Error('WebGPU is not available here.');
  const adapter = await gpu.requestAdapter({ powerPreference: 'high-performance' });
  if (!adapter) throw new Error('WebGPU found no adapter on this machine.');
  return adapter;
}

async function gpuExecutor(
  adapter: GPUAdapter,
  memory: VariantCache,
  isTested?: boolean,
): Promise<GpuExecutor> {
  const device = await requestDevice(adapter);
  const name = adapterName(adapter);
  const executor = new GpuExecutor(device, name, new Tuner(adapterProfile(name, device), memory));
  try {
    const mismatch = isTested ? undefined : await selfTest(executor);
    if (mismatch) throw new Error(`This adapter computes a kernel wrongly. ${mismatch}`);
    return executor;
  } catch (error) {
    executor.dispose();
    throw error;
  }
}

async function cpuEngine(
  count: number,
  { startThread, onKernel }: EngineEnvironment,
  reason?: string,
): Promise<StartedEngine> {
  const threads = startThread && { count, start: startThread };
  const executor = await WasmExecutor.create(undefined, { onKernel, threads });
  const { adapter, team } = executor;
  return { executor, engine: { backend: 'wasm', adapter, reason, threads: team?.count }, threads: team };
}
