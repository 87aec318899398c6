// The WebGPU executor: runs a plan's WGSL on a device that somebody else has asked for.

import { invariant, KernelError } from '../errors.ts';
import {
  type Capacity,
  type Executor,
  MEMORY_BUDGET,
  type Numbers,
  type Program,
  type Storage,
  type Usage,
} from '../executor.ts';
import type { Plan, Step } from '../graph/plan.ts';
import type { Variant } from '../op.ts';
import { Buffers } from './buffers.ts';
import { GpuProgram, type Prepared, type Surroundings } from './gpu-program.ts';
import { Pace } from './pace.ts';
import { Pipelines } from './pipelines.ts';
import { Reader } from './reader.ts';
import { Sizes } from './sizes.ts';
import type { Tuner } from './tuner.ts';
import { type Adapter, adapterFacts, type ChooseVariant, firstThatRuns, pinned } from './variants.ts';
import { guarded, Watch } from './watch.ts';
import { parseWgsl, type WgslInterface } from './wgsl.ts';

class GpuStorage implements Storage {
  readonly label: string;
  readonly length: number;
  readonly buffer: GPUBuffer;
  private readonly around: Surroundings;

  constructor(around: Surroundings, label: string, words: number) {
    this.around = around;
    this.label = label;
    this.length = words;
    // It may hold settings, which kernels read as uniforms.
    this.buffer = around.buffers.storage(label, words, GPUBufferUsage.UNIFORM);
  }

  write(offset: number, data: Numbers): void {
    this.checkRange(offset, data.length);
    this.around.device.queue.writeBuffer(this.buffer, offset * 4, data);
  }

  async read(offset: number, length: number): Promise<Float32Array<ArrayBuffer>> {
    this.checkRange(offset, length);
    return this.around.reader.read(this.buffer, offset, length);
  }

  dispose(): void {
    this.around.buffers.destroy(this.buffer);
  }

  private checkRange(offset: number, length: number): void {
    const inside = offset >= 0 && offset + length <= this.length;
    invariant(
      inside,
      this.label,
      `words ${offset} to ${offset + length} are outside its ${this.length} words`,
    );
  }
}

export class GpuExecutor implements Executor {
  readonly backend = 'webgpu';
  readonly adapter: string;
  readonly usage: Usage = { bytes: 0, buffers: 0, pipelines: 0 };
  readonly capacity: Capacity;
  readonly lost: Promise<string>;
  private readonly device: GPUDevice;
  private readonly pipelines: Pipelines;
  private readonly around: Surroundings;
  private readonly facts: Adapter;
  private readonly chooseVariant: ChooseVariant;
  private readonly tuner: Tuner | undefined;

  /** The device is the executor's from here on: nothing else may use it, and `dispose` destroys it. */
  constructor(device: GPUDevice, adapter: string, choose: ChooseVariant | Tuner = firstThatRuns) {
    this.device = device;
    this.adapter = adapter;
    const { maxBufferSize, maxStorageBufferBindingSize } = device.limits;
    this.capacity = {
      of: 'this adapter',
      inAll: MEMORY_BUDGET,
      inOnePiece: Math.min(maxBufferSize, maxStorageBufferBindingSize),
    };
    this.tuner = typeof choose === 'function' ? undefined : choose;
    this.chooseVariant = typeof choose === 'function' ? choose : choose.choose;
    this.facts = adapterFacts(adapter, device);
    const watch = new Watch(device);
    const buffers = new Buffers(device, this.usage);
    const zeros = buffers.storage('zeros', 64);
    this.pipelines = new Pipelines(device, this.usage);
    this.around = {
      device,
      buffers,
      watch,
      zeros,
      reader: new Reader(buffers, watch),
      pace: new Pace(),
      sizes: new Sizes(buffers),
    };
    this.lost = watch.lost;
  }

  allocate(label: string, words: number): Storage {
    return new GpuStorage(this.around, label, words);
  }

  /** The kernel that this executor runs for a step unless told otherwise. */
  variantFor(step: Step): Variant {
    return this.chooseVariant(step, this.facts);
  }

  /** `how` overrides the executor's choice: recorded variants by label, or another choice. */
  async compile(
    plan: Plan,
    shared: Readonly<Record<string, Storage>>,
    how?: ChooseVariant | Readonly<Record<string, string>>,
  ): Promise<Program> {
    this.around.watch.check();
    const buffers = new Map([...plan.sharedStorages].map((name) => [name, sharedBuffer(shared, name)]));
    if (typeof how === 'function') return this.build(plan, buffers, how);
    if (how) return this.build(plan, buffers, pinned(how, this.chooseVariant));
    await this.tuner?.recall(plan.steps);
    const program = await this.build(plan, buffers, this.chooseVariant);
    const learns = plan.steps.some(({ phase }) => phase === 'optimizer');
    if (!learns || !(await this.tune(plan, program))) return program;
    program.dispose();
    return this.build(plan, buffers, this.chooseVariant);
  }

  /** Times kernels in the memory of a program that has not run yet; whether others than its own are faster. */
  private async tune(plan: Plan, program: GpuProgram): Promise<boolean> {
    if (!this.tuner) return false;
    return this.tuner.tune(plan.steps, async (step, variant) => {
      try {
        const [prepared] = await this.prepare([step], () => variant);
        return await program.time(prepared).finally(prepared.kernel.release);
      } catch {
        this.around.watch.check();
        return Number.POSITIVE_INFINITY;
      }
    });
  }

  private async build(
    plan: Plan,
    buffers: ReadonlyMap<string, GPUBuffer>,
    chooseVariant: ChooseVariant,
  ): Promise<GpuProgram> {
    const prepared = await this.prepare(plan.steps, chooseVariant);
    let program: GpuProgram | undefined;
    const make = () => {
      program = new GpuProgram(this.around, plan, buffers, prepared);
      return program;
    };
    try {
      return await guarded(this.device, 'compile', make);
    } catch (error) {
      program?.dispose();
      throw error;
    }
  }

  async idle(): Promise<void> {
    await this.device.queue.onSubmittedWorkDone();
    this.around.watch.check();
  }

  dispose(): void {
    this.around.watch.stop();
    this.around.reader.dispose();
    this.around.sizes.dispose();
    this.around.buffers.destroy(this.around.zeros);
    this.device.destroy();
  }

  /** Compiles all kernels at once, which browsers do in parallel; if one fails, none stays behind. */
  private async prepare(steps: readonly Step[], chooseVariant: ChooseVariant): Promise<Prepared[]> {
    const settled = await Promise.allSettled(
      steps.map(async (step) => {
        const variant = chooseVariant(step, this.facts);
        const constants = constantsFor(step, parseWgsl(variant.wgsl));
        const kernel = await this.pipelines.acquire(step.label, variant.wgsl, constants);
        return { step, variant, kernel };
      }),
    );
    const failed = settled.find((one) => one.status === 'rejected');
    if (!failed) return settled.map((one) => (one as PromiseFulfilledResult<Prepared>).value);
    for (const one of settled) if (one.status === 'fulfilled') one.value.kernel.release();
    throw failed.reason;
  }
}

function sharedBuffer(shared: Readonly<Record<string, Storage>>, name: string): GPUBuffer {
  const storage = shared[name];
  if (storage instanceof GpuStorage) return storage.buffer;
  throw new KernelError(`compile: the shared storage '${name}' is missing, or belongs to another executor`);
}

/** The override constants of a kernel, by name: sizes and settings of the step, and which gradients it adds to. */
function constantsFor(step: Step, { overrides }: WgslInterface): Record<string, number> {
  const { label, k, pass, accumulates } = step;
  const constants: Record<string, number> = {};
  for (const { name, optional } of overrides) {
    const variable = /^accumulate_(.+)$/.exec(name)?.[1];
    if (variable) constants[name] = Number(accumulates.has(pass.bind?.[variable] ?? variable));
    else if (name in k) constants[name] = k[name];
    else invariant(optional, label, `the WGSL asks for the constant '${name}', which the op does not have`);
  }
  return constants;
}
