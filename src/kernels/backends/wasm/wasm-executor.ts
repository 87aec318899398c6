// The WebAssembly executor: one call of a SIMD kernel per pass, on one thread or in ranges on several.

import { invariant } from '../../errors.ts';
import { membersOf } from '../../graph/batch.ts';
import type { Tensor } from '../../graph/graph.ts';
import type { Phase, Plan, Step } from '../../graph/plan.ts';
import type { Tensors } from '../../op.ts';
import {
  checkTensorData,
  type Executor,
  MEMORY_BUDGET,
  type Program,
  type ResourceUsage,
  type Storage,
  type TensorData,
} from '../executor.ts';
import { type KernelModule, type KernelSet, loadKernels } from './kernel-module.ts';
import { canShareMemory, type StartThread, ThreadTeam } from './threads/thread-team.ts';
import { MAX_RANGES } from './threads/work-board.ts';
import { WasmAllocator } from './wasm-allocator.ts';

/** More ranges than threads, because a thread may be late. Their number affects the time only. */
const RANGES_PER_THREAD = 2;
/** Floating-point operations or words, about a microsecond. With less work in a range, sharing costs more than it saves. */
const WORK_PER_RANGE = 10_000;
/** About a tenth of a second: no thread is waited for longer than a few. */
const MAX_WORK_PER_RANGE = 2 ** 32;

class WasmStorage implements Storage {
  readonly label: string;
  readonly length: number;
  readonly address: number;
  private readonly memory: WasmAllocator;
  private readonly onDispose: () => void;
  private isAlive = true;

  constructor(label: string, length: number, memory: WasmAllocator, onDispose: () => void) {
    this.label = label;
    this.length = length;
    this.memory = memory;
    this.onDispose = onDispose;
    this.address = memory.allocate(length * 4);
  }

  /** A view of the words [offset, offset + length). Growing memory detaches it. */
  float32View(offset: number, length: number): Float32Array<ArrayBuffer> {
    this.checkRange(offset, length);
    return this.memory.float32View(this.address + 4 * offset, length);
  }

  int32View(offset: number, length: number): Int32Array<ArrayBuffer> {
    this.checkRange(offset, length);
    return this.memory.int32View(this.address + 4 * offset, length);
  }

  write(offset: number, data: TensorData): void {
    if (data instanceof Int32Array) this.int32View(offset, data.length).set(data);
    else this.float32View(offset, data.length).set(data);
  }

  async read(offset: number, length: number): Promise<Float32Array<ArrayBuffer>> {
    return this.float32View(offset, length).slice();
  }

  dispose(): void {
    if (!this.isAlive) return;
    this.isAlive = false;
    this.memory.release(this.address, this.length * 4);
    this.onDispose();
  }

  private checkRange(offset: number, length: number): void {
    invariant(this.isAlive, this.label, 'the storage has been disposed');
    const isInRange = offset >= 0 && offset + length <= this.length;
    invariant(
      isInRange,
      this.label,
      `words ${offset} to ${offset + length} are out of range (length ${this.length})`,
    );
  }
}

class WasmProgram implements Program {
  readonly variants: Readonly<Record<string, string>>;
  private readonly plan: Plan;
  private readonly storages: ReadonlyMap<string, WasmStorage>;
  private readonly ownedStorages: readonly WasmStorage[];
  private readonly calls: { phase: Phase; run: () => void }[];
  private readonly team: ThreadTeam | undefined;
  private readonly workPerRange: number;
  private readonly onKernel: () => void;

  constructor(
    plan: Plan,
    module: KernelModule,
    storages: ReadonlyMap<string, WasmStorage>,
    owned: readonly WasmStorage[],
    { team, workPerRange, onKernel }: Pick<WasmExecutor, 'team' | 'workPerRange' | 'onKernel'>,
  ) {
    this.plan = plan;
    this.team = team;
    this.workPerRange = workPerRange;
    this.onKernel = onKernel;
    this.storages = storages;
    this.ownedStorages = owned;
    this.variants = Object.fromEntries(plan.steps.map(({ label }) => [label, module.name]));
    this.calls = plan.steps
      .flatMap(membersOf)
      .map((step) => ({ phase: step.phase, run: this.bindStep(module, step) }));
  }

  write(tensor: Tensor, data: TensorData): void {
    const { storage, offset, length } = this.locate(tensor);
    checkTensorData(tensor, length, data);
    storage.write(offset, data);
  }

  run(phases: readonly Phase[] = ['forward', 'backward', 'optimizer']): void {
    for (const { phase, run } of this.calls) {
      if (!phases.includes(phase)) continue;
      run();
      this.onKernel();
    }
  }

  async read(tensor: Tensor): Promise<Float32Array<ArrayBuffer>> {
    const { storage, offset, length } = this.locate(tensor);
    if (tensor.dtype === 'i32') return Float32Array.from(storage.int32View(offset, length));
    return storage.read(offset, length);
  }

  dispose(): void {
    for (const storage of this.ownedStorages) storage.dispose();
  }

  private locate(tensor: Tensor) {
    const placement = this.plan.placement(tensor);
    return { ...placement, storage: this.storages.get(placement.storage) as WasmStorage };
  }

  private address(tensor: Tensor): number {
    const { storage, offset } = this.locate(tensor);
    return storage.address + 4 * offset;
  }

  /**
   * A call with resolved arguments. Kernels accumulate gradients, so those that the step assigns are zeroed first, unless the kernel
   * has an argument that says so.
   */
  private bindStep({ kernels }: KernelModule, step: Step): () => void {
    const clears = step.pass.writes
      .filter((role) => role.startsWith('d_') && step.tensors[role] && !step.accumulates.has(role))
      .filter((role) => !step.pass.wasm?.args.includes(`accumulate_${role}`))
      .map((role) => this.bindClear(kernels, step.tensors[role]));
    const call = this.bindKernel(kernels, step);
    return () => {
      for (const clear of clears) clear();
      call();
    };
  }

  private bindClear(kernels: KernelModule['kernels'], tensor: Tensor): () => void {
    const { length } = this.plan.placement(tensor);
    return this.bindSplit(kernels, 'clear', [this.address(tensor)], {
      items: length,
      multiple: 16,
      work: length,
    });
  }

  private bindKernel(kernels: KernelModule['kernels'], step: Step): () => void {
    const { wasm, reference, flops } = step.pass;
    // New views for each call, because growing memory detaches them.
    if (!wasm) return () => reference(this.views(step), step.k);
    const kernel = kernels[wasm.export];
    invariant(kernel !== undefined, step.label, `the WebAssembly module has no export '${wasm.export}'`);
    const args = wasm.args.map((name) => this.resolveArgument(step, name));
    if (!wasm.split) return () => kernel(...args);
    const { items, multiple = 1 } = wasm.split;
    return this.bindSplit(kernels, wasm.export, args, {
      items: items(step.k),
      multiple,
      work: flops(step.k),
    });
  }

  /** A call on all items, in ranges for the threads where there is enough work. */
  private bindSplit(
    kernels: KernelModule['kernels'],
    name: string,
    args: readonly number[],
    { items, multiple, work }: { readonly items: number; readonly multiple: number; readonly work: number },
  ): () => void {
    const { team } = this;
    const most = (team?.count ?? 1) * RANGES_PER_THREAD;
    const wanted = Math.max(1, Math.min(most, work / this.workPerRange), work / MAX_WORK_PER_RANGE);
    const ranges = Math.min(wanted, MAX_RANGES);
    const itemsPerRange = multiple * Math.ceil(items / ranges / multiple);
    const kernel = kernels[name];
    if (!team || itemsPerRange >= items) return () => kernel(...args, 0, items);
    const call = { kernel: Object.keys(kernels).indexOf(name), args, items, itemsPerRange };
    return () => team.run(call);
  }

  private views({ tensors }: Step): Tensors {
    return Object.fromEntries(
      Object.entries(tensors).map(([role, tensor]) => {
        const { storage, offset, length } = this.locate(tensor);
        return [
          role,
          tensor.dtype === 'i32' ? storage.int32View(offset, length) : storage.float32View(offset, length),
        ];
      }),
    );
  }

  /** The address of a tensor, 0 for an absent optional one, or a constant. */
  private resolveArgument(step: Step, name: string): number {
    const tensor = step.tensors[name];
    if (tensor) return this.address(tensor);
    if (step.k[`has_${name}`] === 0) return 0;
    if (name.startsWith('accumulate_')) return Number(step.accumulates.has(name.slice('accumulate_'.length)));
    const constant = step.k[name];
    invariant(
      constant !== undefined,
      step.label,
      `'${name}' is neither a tensor nor a constant of this pass`,
    );
    return constant;
  }
}

export interface WasmOptions {
  /** Called after each kernel: a program blocks the event loop for as long as it runs. */
  readonly onKernel?: () => void;
  /** `count` threads with the first one, which share the work of each kernel. The numbers do not depend on it. */
  readonly threads?: {
    readonly count: number;
    readonly start: StartThread;
    /** Least work of a range, `WORK_PER_RANGE` by default. Affects the time only. */
    readonly workPerRange?: number;
  };
  /** Of matrix products with relaxed SIMD; by default where they are faster. Affects the time only. */
  readonly wideTiles?: boolean;
}

export class WasmExecutor implements Executor {
  readonly backend = 'wasm';
  readonly adapter: string;
  readonly usage: ResourceUsage = { bytes: 0, buffers: 0, pipelines: 0 };
  readonly capacity = { label: 'WebAssembly', totalBytes: MEMORY_BUDGET, maxBufferBytes: MEMORY_BUDGET };
  readonly lost: Promise<string>;
  private readonly module: KernelModule;
  private readonly memory: WasmAllocator;
  readonly onKernel: () => void;
  readonly workPerRange: number;
  /** Absent on one thread. */
  readonly team: ThreadTeam | undefined;

  private constructor(module: KernelModule, { onKernel = () => {}, threads }: WasmOptions) {
    this.module = module;
    this.onKernel = onKernel;
    this.memory = new WasmAllocator(module.memory, module.firstFree);
    if (threads) this.team = new ThreadTeam(module, this.memory, threads.count, threads.start);
    this.lost = this.team?.broken ?? new Promise(() => {});
    this.workPerRange = threads?.workPerRange ?? WORK_PER_RANGE;
    this.adapter = `WebAssembly, ${module.name === 'simd' ? 'SIMD' : 'relaxed SIMD'}`;
  }

  /** One thread where memory cannot be shared, or not as much address space reserved as sharing needs. */
  static async create(name?: KernelSet, options: WasmOptions = {}): Promise<WasmExecutor> {
    if (canShareMemory() && (options.threads?.count ?? 1) > 1) {
      try {
        return new WasmExecutor(await loadKernels(name, true, options.wideTiles), options);
      } catch {}
    }
    return new WasmExecutor(await loadKernels(name, false, options.wideTiles), {
      ...options,
      threads: undefined,
    });
  }

  /** Size of the linear memory in bytes; it never shrinks. */
  get memoryBytes(): number {
    return this.module.memory.buffer.byteLength;
  }

  allocate(label: string, words: number): WasmStorage {
    const storage = new WasmStorage(label, words, this.memory, () => {
      this.usage.bytes -= words * 4;
      this.usage.buffers -= 1;
    });
    this.usage.bytes += words * 4;
    this.usage.buffers += 1;
    return storage;
  }

  async compile(plan: Plan, shared: Readonly<Record<string, Storage>>): Promise<Program> {
    const storages = new Map<string, WasmStorage>();
    for (const name of plan.sharedStorages) {
      const storage = shared[name];
      invariant(storage instanceof WasmStorage, 'compile', `the shared storage '${name}' is missing`);
      storages.set(name, storage);
    }
    const owned: WasmStorage[] = [];
    try {
      for (const [name, words] of plan.storages) {
        const storage = this.allocate(name, words);
        owned.push(storage);
        storages.set(name, storage);
      }
      return new WasmProgram(plan, this.module, storages, owned, this);
    } catch (error) {
      for (const storage of owned) storage.dispose();
      throw error;
    }
  }

  async idle(): Promise<void> {}

  dispose(): void {
    this.team?.dispose();
  }
}
