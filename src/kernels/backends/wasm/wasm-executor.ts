// The WebAssembly executor: one call of a SIMD kernel per pass, on one thread.

import { invariant } from '../../errors.ts';
import type { Tensor } from '../../graph/graph.ts';
import type { Phase, Plan, Step } from '../../graph/plan.ts';
import type { Tensors } from '../../op.ts';
import {
  type Executor,
  MEMORY_BUDGET,
  type Program,
  type ResourceUsage,
  type Storage,
  type TensorData,
} from '../executor.ts';
import { type KernelModule, loadKernels } from './kernel-module.ts';
import { WasmAllocator } from './wasm-allocator.ts';

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
  private readonly onKernel: () => void;

  constructor(
    plan: Plan,
    module: KernelModule,
    storages: ReadonlyMap<string, WasmStorage>,
    owned: readonly WasmStorage[],
    onKernel: () => void,
  ) {
    this.plan = plan;
    this.onKernel = onKernel;
    this.storages = storages;
    this.ownedStorages = owned;
    this.variants = Object.fromEntries(plan.steps.map(({ label }) => [label, module.name]));
    this.calls = plan.steps.map((step) => ({ phase: step.phase, run: this.bindStep(module, step) }));
  }

  write(tensor: Tensor, data: TensorData): void {
    const { storage, offset, length } = this.locate(tensor);
    invariant(data.length === length, tensor.name, `expected ${length} elements, got ${data.length}`);
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

  /** A call with resolved arguments. Kernels accumulate gradients, so those that the step assigns are zeroed first. */
  private bindStep({ kernels }: KernelModule, step: Step): () => void {
    const call = this.bindKernel(kernels, step);
    const gradientsToClear = step.pass.writes
      .filter((role) => role.startsWith('d_') && step.tensors[role] && !step.accumulates.has(role))
      .map((role) => step.tensors[role])
      .map((tensor) => [this.address(tensor), 4 * this.plan.placement(tensor).length]);
    return () => {
      for (const [address, bytes] of gradientsToClear) kernels.clear(address, bytes);
      call();
    };
  }

  private bindKernel(kernels: KernelModule['kernels'], step: Step): () => void {
    const { wasm, reference } = step.pass;
    // New views for each call, because growing memory detaches them.
    if (!wasm) return () => reference(this.views(step), step.k);
    const kernel = kernels[wasm.export];
    invariant(kernel !== undefined, step.label, `the WebAssembly module has no export '${wasm.export}'`);
    const args = wasm.args.map((name) => this.resolveArgument(step, name));
    return () => kernel(...args);
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
    const constant = step.k[name];
    invariant(
      constant !== undefined,
      step.label,
      `'${name}' is neither a tensor nor a constant of this pass`,
    );
    return constant;
  }
}

export class WasmExecutor implements Executor {
  readonly backend = 'wasm';
  readonly adapter: string;
  readonly usage: ResourceUsage = { bytes: 0, buffers: 0, pipelines: 0 };
  readonly capacity = { label: 'WebAssembly', totalBytes: MEMORY_BUDGET, maxBufferBytes: MEMORY_BUDGET };
  readonly lost = new Promise<string>(() => {});
  private readonly module: KernelModule;
  private readonly memory: WasmAllocator;
  private readonly onKernel: () => void;

  private constructor(module: KernelModule, onKernel: () => void) {
    this.module = module;
    this.onKernel = onKernel;
    this.memory = new WasmAllocator(module.memory, module.firstFree);
    this.adapter = `WebAssembly, ${module.name === 'simd' ? 'SIMD' : 'relaxed SIMD'}`;
  }

  /**
   * `name` selects a module; default: the fastest the engine supports. `onKernel` is called after each kernel: a program blocks
   * the event loop for as long as it runs.
   */
  static async create(name?: KernelModule['name'], onKernel = () => {}): Promise<WasmExecutor> {
    return new WasmExecutor(await loadKernels(name), onKernel);
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
      return new WasmProgram(plan, this.module, storages, owned, this.onKernel);
    } catch (error) {
      for (const storage of owned) storage.dispose();
      throw error;
    }
  }

  async idle(): Promise<void> {}

  dispose(): void {}
}
