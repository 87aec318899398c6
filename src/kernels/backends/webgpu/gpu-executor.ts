// The WebGPU executor: compiles a plan's WGSL kernels for a device and dispatches them.

import { invariant, KernelError } from '../../errors.ts';
import type { Plan } from '../../graph/plan.ts';
import type { Step } from '../../graph/step.ts';
import type { AdapterKind, Variant } from '../../op.ts';
import {
  type Capacity,
  type Executor,
  MEMORY_BUDGET,
  type Program,
  type ResourceUsage,
  type Storage,
  type TensorData,
} from '../executor.ts';
import { BufferAllocator } from './buffer-allocator.ts';
import { BufferReader } from './buffer-reader.ts';
import { Completion } from './completion.ts';
import { DeviceMonitor, withErrorScope } from './device-monitor.ts';
import { DispatchBudget } from './dispatch-budget.ts';
import { type GpuContext, GpuProgram, type PreparedStep } from './gpu-program.ts';
import { parseWgsl, type WgslInterface } from './parse-wgsl.ts';
import { PipelineCache } from './pipeline-cache.ts';
import type { Tuner } from './tuner.ts';
import { UniformPool } from './uniform-pool.ts';
import {
  type AdapterProfile,
  adapterProfile,
  firstSupported,
  preferRecorded,
  type VariantSelector,
} from './variant-selection.ts';

class GpuStorage implements Storage {
  readonly label: string;
  readonly length: number;
  readonly buffer: GPUBuffer;
  private readonly context: GpuContext;

  constructor(context: GpuContext, label: string, words: number) {
    this.context = context;
    this.label = label;
    this.length = words;
    // UNIFORM, because it may hold scalars, which kernels bind as uniforms.
    this.buffer = context.allocator.createStorage(label, words, GPUBufferUsage.UNIFORM);
  }

  write(offset: number, data: TensorData): void {
    this.checkRange(offset, data.length);
    this.context.device.queue.writeBuffer(this.buffer, offset * 4, data);
  }

  async read(offset: number, length: number): Promise<Float32Array<ArrayBuffer>> {
    this.checkRange(offset, length);
    return this.context.reader.read(this.buffer, offset, length);
  }

  dispose(): void {
    this.context.allocator.destroy(this.buffer);
  }

  private checkRange(offset: number, length: number): void {
    const isInRange = offset >= 0 && offset + length <= this.length;
    invariant(
      isInRange,
      this.label,
      `words ${offset} to ${offset + length} are out of range (length ${this.length})`,
    );
  }
}

export class GpuExecutor implements Executor {
  readonly backend = 'webgpu';
  readonly adapter: string;
  readonly usage: ResourceUsage = { bytes: 0, buffers: 0, pipelines: 0 };
  readonly capacity: Capacity;
  readonly lost: Promise<string>;
  private readonly device: GPUDevice;
  private readonly pipelines: PipelineCache;
  private readonly context: GpuContext;
  private readonly profile: AdapterProfile;
  private readonly selectVariant: VariantSelector;
  private readonly tuner: Tuner | undefined;

  /** Takes ownership of the device: no other code may use it, and `dispose` destroys it. */
  constructor(device: GPUDevice, adapter: string, selection: VariantSelector | Tuner = firstSupported) {
    this.device = device;
    this.adapter = adapter;
    const { maxBufferSize, maxStorageBufferBindingSize } = device.limits;
    this.capacity = {
      label: 'this adapter',
      totalBytes: MEMORY_BUDGET,
      maxBufferBytes: Math.min(maxBufferSize, maxStorageBufferBindingSize),
    };
    this.tuner = typeof selection === 'function' ? undefined : selection;
    this.selectVariant = typeof selection === 'function' ? selection : selection.select;
    this.profile = adapterProfile(adapter, device);
    const monitor = new DeviceMonitor(device);
    const allocator = new BufferAllocator(device, this.usage);
    const completion = new Completion(device);
    const zeros = allocator.createStorage('zeros', 64);
    this.pipelines = new PipelineCache(device, this.usage);
    this.context = {
      device,
      allocator,
      monitor,
      completion,
      zeros,
      reader: new BufferReader(allocator, monitor, completion),
      dispatchBudget: new DispatchBudget(),
      uniformPool: new UniformPool(allocator),
    };
    this.lost = monitor.lost;
  }

  allocate(label: string, words: number): Storage {
    return new GpuStorage(this.context, label, words);
  }

  get adapterKind(): AdapterKind {
    return this.profile.kind;
  }

  get wrongVariants(): readonly string[] {
    return this.tuner?.wrong ?? [];
  }

  /** The variant that this executor selects for a step by default. */
  variantFor(step: Step): Variant {
    return this.selectVariant(step, this.profile);
  }

  /** `variantOverride` overrides the default selection: recorded variants by step label, or another selector. */
  async compile(
    plan: Plan,
    shared: Readonly<Record<string, Storage>>,
    variantOverride?: VariantSelector | Readonly<Record<string, string>>,
  ): Promise<Program> {
    this.context.monitor.throwIfFailed();
    const buffers = new Map([...plan.sharedStorages].map((name) => [name, sharedBuffer(shared, name)]));
    if (typeof variantOverride === 'function') return this.build(plan, buffers, variantOverride);
    if (variantOverride)
      return this.build(plan, buffers, preferRecorded(variantOverride, this.selectVariant));
    await this.tuner?.restore(plan.steps);
    const program = await this.build(plan, buffers, this.selectVariant);
    const isTraining = plan.steps.some(({ phase }) => phase === 'optimizer');
    if (!isTraining || !(await this.tune(plan, program))) return program;
    program.dispose();
    return this.build(plan, buffers, this.selectVariant);
  }

  /** Times variants in the memory of a program that has not run yet. True if the selection changed. */
  private async tune(plan: Plan, program: GpuProgram): Promise<boolean> {
    if (!this.tuner) return false;
    return this.tuner.tune(plan.steps, async (step, variant) => {
      try {
        const [prepared] = await this.prepare([step], () => variant);
        return await program.tryKernel(prepared).finally(prepared.kernel.release);
      } catch {
        this.context.monitor.throwIfFailed();
        return undefined;
      }
    });
  }

  private async build(
    plan: Plan,
    buffers: ReadonlyMap<string, GPUBuffer>,
    selectVariant: VariantSelector,
  ): Promise<GpuProgram> {
    const prepared = await this.prepare(plan.steps, selectVariant);
    let program: GpuProgram | undefined;
    const create = () => {
      program = new GpuProgram(this.context, plan, buffers, prepared);
      return program;
    };
    try {
      return await withErrorScope(this.device, 'compile', create);
    } catch (error) {
      program?.dispose();
      throw error;
    }
  }

  async idle(): Promise<void> {
    await this.context.completion.onSubmittedWorkDone();
    this.context.monitor.throwIfFailed();
  }

  dispose(): void {
    this.context.monitor.stop();
    this.context.reader.dispose();
    this.context.uniformPool.dispose();
    this.context.allocator.destroy(this.context.zeros);
    this.device.destroy();
  }

  /** Compiles all kernels concurrently. If one fails, releases the others and throws. */
  private async prepare(steps: readonly Step[], selectVariant: VariantSelector): Promise<PreparedStep[]> {
    const settled = await Promise.allSettled(
      steps.map(async (step) => {
        const variant = selectVariant(step, this.profile);
        const constants = constantsFor(step, parseWgsl(variant.wgsl));
        const kernel = await this.pipelines.acquire(step.label, variant.wgsl, constants);
        return { step, variant, kernel };
      }),
    );
    const failed = settled.find((outcome) => outcome.status === 'rejected');
    if (!failed) return settled.map((outcome) => (outcome as PromiseFulfilledResult<PreparedStep>).value);
    for (const outcome of settled) if (outcome.status === 'fulfilled') outcome.value.kernel.release();
    throw failed.reason;
  }
}

function sharedBuffer(shared: Readonly<Record<string, Storage>>, name: string): GPUBuffer {
  const storage = shared[name];
  if (storage instanceof GpuStorage) return storage.buffer;
  throw new KernelError(`compile: the shared storage '${name}' is missing, or belongs to another executor`);
}

/**
 * Values of a kernel's override constants: constants of the step, and `accumulate_<variable>` flags. A 0 that is the default is left
 * out, so that passes which do not define the constant share the pipeline.
 */
function constantsFor(step: Step, { overrides }: WgslInterface): Record<string, number> {
  const { label, k, pass, accumulates } = step;
  const constants: Record<string, number> = {};
  for (const { name, optional, isZeroByDefault } of overrides) {
    const variable = /^accumulate_(.+)$/.exec(name)?.[1];
    const value = variable ? Number(accumulates.has(pass.bind?.[variable] ?? variable)) : k[name];
    const isKnown = value !== undefined || optional;
    invariant(isKnown, label, `the WGSL needs the constant '${name}', which the op does not define`);
    if (value !== undefined && (value !== 0 || !isZeroByDefault)) constants[name] = value;
  }
  return constants;
}
