// Which engine computes: WebGPU where the adapter passes every kernel's self-test, else the CPU, and why.

import type { Executor } from '../../../kernels/backends/executor.ts';
import { WasmExecutor } from '../../../kernels/backends/wasm/wasm-executor.ts';
import { adapterDetails, adapterName, requestDevice } from '../../../kernels/backends/webgpu/device.ts';
import { GpuExecutor } from '../../../kernels/backends/webgpu/gpu-executor.ts';
import { Tuner, type VariantCache } from '../../../kernels/backends/webgpu/tuner.ts';
import { adapterProfile } from '../../../kernels/backends/webgpu/variant-selection.ts';
import { selfTest } from '../../../kernels/verification/self-test.ts';
import { errorMessage } from '../../../shared/error-message.ts';
import type { Engine, StartOptions } from '../../rpc/api/lab-api.ts';
import { type WorkerHandle, WorkerPool } from '../../threads/worker-pool.ts';

export interface StartedEngine {
  readonly executor: Executor;
  readonly engine: Engine;
  /** Threads that take shares of the batches, if there are any beside the first. */
  readonly workerPool?: WorkerPool;
  /** What the browser tells of the adapter, by name, whether it was taken or not; for diagnostics. */
  readonly details?: Readonly<Record<string, string>>;
}

/** As model files tell it: a run is exact only on the engine of the same name. */
export const engineName = ({ engine }: StartedEngine): string => `${engine.backend}, ${engine.adapter}`;

/** What an engine may rely on where it runs. */
export interface EngineEnvironment {
  /** Keeps what was found out about a GPU's kernels. */
  readonly variantCache?: VariantCache;
  /** Makes a thread beside this one; without it there is one. */
  readonly spawnWorker?: () => WorkerHandle;
}

/**
 * `gpu` is `navigator.gpu`, or Dawn's in Node; absent where there is none. Throws if `webgpu` was asked for and fails.
 */
export async function startEngine(
  gpu: GPU | undefined,
  { backend, threads = 1 }: StartOptions,
  { variantCache = new Map<string, string>(), spawnWorker }: EngineEnvironment = {},
): Promise<StartedEngine> {
  if (!Number.isInteger(threads) || threads < 1) throw new Error(`${threads} threads are not one or more.`);
  const cpu = (reason?: string) => cpuEngine(spawnWorker ? threads : 1, spawnWorker, reason);
  if (backend === 'cpu') return cpu();
  let adapter: GPUAdapter | undefined;
  try {
    adapter = await gpuAdapter(gpu);
    const executor = await gpuExecutor(adapter, variantCache);
    const inSoftware = adapter.info.isFallbackAdapter || undefined;
    const engine = { backend: 'webgpu', adapter: executor.adapter, inSoftware } as const;
    return { executor, engine, details: adapterDetails(adapter) };
  } catch (error) {
    const reason = errorMessage(error);
    if (backend === 'webgpu') throw new Error(`WebGPU was asked for: ${reason}`);
    // Of an adapter that was not taken one wants to know most.
    return { ...(await cpu(reason)), details: adapter && adapterDetails(adapter) };
  }
}

async function gpuAdapter(gpu: GPU | undefined): Promise<GPUAdapter> {
  if (!gpu) throw new Error('WebGPU is not available here.');
  const adapter = await gpu.requestAdapter({ powerPreference: 'high-performance' });
  if (!adapter) throw new Error('WebGPU found no adapter on this machine.');
  return adapter;
}

async function gpuExecutor(adapter: GPUAdapter, memory: VariantCache): Promise<GpuExecutor> {
  const device = await requestDevice(adapter);
  const name = adapterName(adapter);
  const executor = new GpuExecutor(device, name, new Tuner(adapterProfile(name, device), memory));
  try {
    const mismatch = await selfTest(executor);
    if (mismatch) throw new Error(`This adapter computes a kernel wrongly. ${mismatch}`);
    return executor;
  } catch (error) {
    executor.dispose();
    throw error;
  }
}

async function cpuEngine(
  threads: number,
  spawnWorker: (() => WorkerHandle) | undefined,
  reason?: string,
): Promise<StartedEngine> {
  const executor = await WasmExecutor.create();
  const engine = { backend: 'wasm', adapter: executor.adapter, reason } as const;
  if (threads === 1 || !spawnWorker) return { executor, engine };
  const workerPool = new WorkerPool({ count: threads - 1, spawnWorker, kernels: executor.adapter });
  return { executor, engine: { ...engine, threads }, workerPool };
}
