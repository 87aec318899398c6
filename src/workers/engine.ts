// Which engine computes: WebGPU where the adapter passes every kernel's self-test, else the CPU, and why.

import { WasmExecutor } from '../kernels/cpu/wasm-executor.ts';
import type { Executor } from '../kernels/executor.ts';
import { adapterDetails, adapterName, requestDevice } from '../kernels/gpu/device.ts';
import { GpuExecutor } from '../kernels/gpu/gpu-executor.ts';
import { selfTest } from '../kernels/gpu/self-test.ts';
import { Tuner, type VariantMemory } from '../kernels/gpu/tuner.ts';
import { adapterFacts } from '../kernels/gpu/variants.ts';
import { messageOf } from '../message-of.ts';
import { HandThreads, type HandWorker } from './hands/hand-threads.ts';
import type { Engine, StartOptions } from './lab-api.ts';

export interface StartedEngine {
  readonly executor: Executor;
  readonly engine: Engine;
  /** Threads that take shares of the batches, if there are any beside the first. */
  readonly hands?: HandThreads;
  /** What the browser tells of the adapter, by name, whether it was taken or not; for diagnostics. */
  readonly details?: Readonly<Record<string, string>>;
}

/** As model files tell it: a run is exact only on the engine of the same name. */
export const engineName = ({ engine }: StartedEngine): string => `${engine.backend}, ${engine.adapter}`;

/** What an engine may rely on where it runs. */
export interface EngineSurroundings {
  /** Keeps what was found out about a GPU's kernels. */
  readonly memory?: VariantMemory;
  /** Makes a thread beside this one; without it there is one. */
  readonly makeHand?: () => HandWorker;
}

/**
 * `gpu` is `navigator.gpu`, or Dawn's in Node; absent where there is none. Throws if `webgpu` was asked for and fails.
 */
export async function startEngine(
  gpu: GPU | undefined,
  { backend, threads = 1 }: StartOptions,
  { memory = new Map<string, string>(), makeHand }: EngineSurroundings = {},
): Promise<StartedEngine> {
  if (!Number.isInteger(threads) || threads < 1) throw new Error(`${threads} threads are not one or more.`);
  const cpu = (reason?: string) => cpuEngine(makeHand ? threads : 1, makeHand, reason);
  if (backend === 'cpu') return cpu();
  let adapter: GPUAdapter | undefined;
  try {
    adapter = await gpuAdapter(gpu);
    const executor = await gpuExecutor(adapter, memory);
    const inSoftware = adapter.info.isFallbackAdapter || undefined;
    const engine = { backend: 'webgpu', adapter: executor.adapter, inSoftware } as const;
    return { executor, engine, details: adapterDetails(adapter) };
  } catch (error) {
    const reason = messageOf(error);
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

async function gpuExecutor(adapter: GPUAdapter, memory: VariantMemory): Promise<GpuExecutor> {
  const device = await requestDevice(adapter);
  const name = adapterName(adapter);
  const executor = new GpuExecutor(device, name, new Tuner(adapterFacts(name, device), memory));
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
  makeWorker: (() => HandWorker) | undefined,
  reason?: string,
): Promise<StartedEngine> {
  const executor = await WasmExecutor.create();
  const engine = { backend: 'wasm', adapter: executor.adapter, reason } as const;
  if (threads === 1 || !makeWorker) return { executor, engine };
  const hands = new HandThreads({ count: threads - 1, makeWorker, kernels: executor.adapter });
  return { executor, engine: { ...engine, threads }, hands };
}
