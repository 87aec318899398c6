// A plan compiled for one device: owns buffers, pipelines and bind groups, so that a run only encodes commands.

import { random } from '../../../shared/random.ts';
import { invariant, KernelError } from '../../errors.ts';
import { root, type Tensor } from '../../graph/graph.ts';
import { alignUp, type Phase, type Placement, type Plan, type Step } from '../../graph/plan.ts';
import { stepFlops } from '../../graph/plan-cost.ts';
import type { Variant, WorkgroupCount } from '../../op.ts';
import { checkTensorData, type Program, type TensorData } from '../executor.ts';
import type { BufferAllocator } from './buffer-allocator.ts';
import type { BufferReader } from './buffer-reader.ts';
import type { Completion } from './completion.ts';
import type { DeviceMonitor } from './device-monitor.ts';
import { type DispatchBudget, dispatchCost } from './dispatch-budget.ts';
import type { WgslBinding, WgslInterface } from './parse-wgsl.ts';
import type { CompiledKernel } from './pipeline-cache.ts';
import type { Trial } from './tuner.ts';
import { SIZES_UNIFORM, type UniformPool, type UniformSlot } from './uniform-pool.ts';

/** The executor's resources that programs share. */
export interface GpuContext {
  readonly device: GPUDevice;
  readonly allocator: BufferAllocator;
  readonly reader: BufferReader;
  readonly monitor: DeviceMonitor;
  readonly completion: Completion;
  readonly dispatchBudget: DispatchBudget;
  readonly uniformPool: UniformPool;
  /** A zero buffer, bound for absent optional tensors. */
  readonly zeros: GPUBuffer;
}

/** A step with its selected variant, compiled. */
export interface PreparedStep {
  readonly step: Step;
  readonly variant: Variant;
  readonly kernel: CompiledKernel;
}

interface Dispatch {
  readonly label: string;
  readonly phase: Phase;
  readonly pipeline: GPUComputePipeline;
  readonly bindGroup: GPUBindGroup;
  readonly workgroups: WorkgroupCount;
  readonly cost: number;
}

/** Name in WGSL of the table of a batch: where the tensors of its members begin. Zeros for a single one. */
const MEMBERS = 'members';

const ALL_PHASES: readonly Phase[] = ['forward', 'backward', 'optimizer'];

/** Words of a tensor that are compared, at each end. */
const MAX_COMPARED = 1 << 21;

/** Repeat a kernel at most this often to time it. */
const MAX_REPEATS = 4096;

export class GpuProgram implements Program {
  readonly variants: Readonly<Record<string, string>>;
  private readonly context: GpuContext;
  private readonly plan: Plan;
  private readonly kernels: CompiledKernel[];
  private readonly ownedBuffers: GPUBuffer[] = [];
  private readonly slots: UniformSlot[] = [];
  private readonly memberTables = new Map<Step, GPUBuffer>();
  private readonly storages: Map<string, GPUBuffer>;
  private readonly dispatches: readonly Dispatch[];

  /** `shared` holds the plan's shared storages by name. @throws KernelError if a limit of the adapter is exceeded. */
  constructor(
    context: GpuContext,
    plan: Plan,
    shared: ReadonlyMap<string, GPUBuffer>,
    prepared: readonly PreparedStep[],
  ) {
    this.context = context;
    this.plan = plan;
    this.kernels = prepared.map(({ kernel }) => kernel);
    this.storages = new Map(shared);
    this.variants = Object.fromEntries(prepared.map(({ step, variant }) => [step.label, variant.name]));
    try {
      this.allocate(prepared);
      this.dispatches = prepared.map((step) => this.dispatch(step, this.slots));
    } catch (error) {
      this.dispose();
      throw error;
    }
  }

  write(tensor: Tensor, data: TensorData): void {
    const placement = this.plan.placement(tensor);
    checkTensorData(tensor, placement.length, data);
    this.context.device.queue.writeBuffer(this.buffer(placement), placement.offset * 4, data);
  }

  /** Encodes and submits, without waiting. The next read rejects with an error of the run. */
  run(phases: readonly Phase[] = ALL_PHASES): void {
    const { completion, dispatchBudget } = this.context;
    const dispatches = this.dispatches.filter(({ phase }) => phases.includes(phase));
    for (const batch of dispatchBudget.splitIntoBatches(dispatches)) {
      this.submit(batch);
    }
    // The device's monitor reports its loss.
    dispatchBudget.calibrate(completion, dispatches).catch(() => {});
  }

  /**
   * What a kernel computes from random numbers and the weights, and its time, on the memory of a program that has not run yet. Leaves
   * the weights, and zeros in all other floats.
   */
  async tryKernel(prepared: PreparedStep): Promise<Trial> {
    const slots: UniformSlot[] = [];
    try {
      const dispatch = this.dispatch(prepared, slots);
      try {
        this.fill(prepared.step, randomWords);
        this.submit([dispatch]);
        const results = await this.resultsOf(prepared.step);
        return { milliseconds: await this.timeDispatch(dispatch), results };
      } finally {
        this.fill(prepared.step, (length) => new Float32Array(length));
      }
    } finally {
      for (const slot of slots) slot.release();
    }
  }

  /** Milliseconds; repeats until latency and clock resolution no longer dominate. */
  private async timeDispatch(dispatch: Dispatch): Promise<number> {
    const { completion } = this.context;
    for (let count = 1; ; count *= 4) {
      const startedAt = performance.now();
      this.submit(Array.from({ length: count }, () => dispatch));
      await completion.onSubmittedWorkDone();
      const milliseconds = performance.now() - startedAt;
      if (milliseconds >= completion.measurable || count >= MAX_REPEATS) return milliseconds / count;
    }
  }

  /** Writes the floats of a step, except the weights; `place` is another for each of its tensors. */
  private fill(step: Step, values: (length: number, place: number) => Float32Array<ArrayBuffer>): void {
    for (const [place, [role, tensor]] of Object.entries(step.tensors).entries()) {
      if (tensor.dtype !== 'f32' || tensor.fields || root(tensor).kind === 'parameter') continue;
      const range = this.rangeOf(step, role);
      this.context.device.queue.writeBuffer(
        this.buffer(range),
        4 * range.offset,
        values(range.length, place),
      );
    }
  }

  /** What a step writes; of a large tensor its two ends. */
  private async resultsOf(step: Step): Promise<Trial['results']> {
    const results = new Map<string, Float32Array>();
    for (const role of step.pass.writes.filter((name) => step.tensors[name])) {
      const range = this.rangeOf(step, role);
      const { offset, length } = range;
      const read = (from: number, words: number) => this.context.reader.read(this.buffer(range), from, words);
      const words = Math.min(length, MAX_COMPARED);
      results.set(role, await read(offset, words));
      if (words < length) results.set(`${role}, its end`, await read(offset + length - words, words));
    }
    return results;
  }

  async read(tensor: Tensor): Promise<Float32Array<ArrayBuffer>> {
    const placement = this.plan.placement(tensor);
    return this.context.reader.read(this.buffer(placement), placement.offset, placement.length);
  }

  dispose(): void {
    for (const buffer of this.ownedBuffers.splice(0)) this.context.allocator.destroy(buffer);
    for (const slot of this.slots.splice(0)) slot.release();
    for (const kernel of this.kernels.splice(0)) kernel.release();
  }

  private submit(dispatches: readonly Dispatch[]): void {
    const { device } = this.context;
    const encoder = device.createCommandEncoder({
      label: `${dispatches[0].label} and ${dispatches.length - 1} more`,
    });
    const pass = encoder.beginComputePass();
    for (const { pipeline, bindGroup, workgroups } of dispatches) {
      pass.setPipeline(pipeline);
      pass.setBindGroup(0, bindGroup);
      pass.dispatchWorkgroups(...workgroups);
    }
    pass.end();
    device.queue.submit([encoder.finish()]);
  }

  private allocate(prepared: readonly PreparedStep[]): void {
    const { allocator } = this.context;
    const uniforms = new Set(
      prepared
        .flatMap(({ step }) => Object.values(step.tensors))
        .filter((tensor) => root(tensor).fields)
        .map((tensor) => this.plan.placement(tensor).storage),
    );
    for (const [name, words] of this.plan.storages) {
      const buffer = allocator.createStorage(name, words, uniforms.has(name) ? GPUBufferUsage.UNIFORM : 0);
      this.ownedBuffers.push(buffer);
      this.storages.set(name, buffer);
    }
  }

  private dispatch({ step, variant, kernel }: PreparedStep, slots: UniformSlot[]): Dispatch {
    const { device } = this.context;
    const { label, phase, k } = step;
    const [x, y, z] = variant.workgroups(k);
    const workgroups: WorkgroupCount = [x, y, step.members?.length ?? z];
    const limit = device.limits.maxComputeWorkgroupsPerDimension;
    invariant(
      workgroups.every((count) => count >= 1 && count <= limit),
      label,
      `a grid of ${workgroups.join(' × ')} workgroups is out of range (1 to ${limit} per dimension); choose a smaller model or batch`,
    );
    const bindGroup = device.createBindGroup({
      label,
      layout: kernel.layout,
      entries: kernel.interface.bindings.map((binding) => ({
        binding: binding.index,
        resource: this.resource(step, kernel.interface, binding, slots),
      })),
    });
    const { pipeline } = kernel;
    return { label, phase, pipeline, bindGroup, workgroups, cost: dispatchCost(stepFlops(step)) };
  }

  /** The buffer range of a WGSL variable: its tensor, zeros for an absent optional tensor, or a slot of sizes. */
  private resource(
    step: Step,
    kernel: WgslInterface,
    { name, access, fields }: WgslBinding,
    slots: UniformSlot[],
  ): GPUBufferBinding {
    if (name === SIZES_UNIFORM) {
      const slot = this.context.uniformPool.acquire(step, fields ?? []);
      slots.push(slot);
      return slot.binding;
    }
    const { label, pass, tensors } = step;
    const { allocator, zeros } = this.context;
    if (name === MEMBERS) return { buffer: step.members ? this.memberTable(step) : zeros };
    const role = pass.bind?.[name] ?? name;
    const tensor = tensors[role];
    if (!tensor) {
      const isOptional =
        pass.reads.includes(role) || kernel.overrides.some((override) => override.name === `has_${name}`);
      if (access === 'read' && isOptional) return { buffer: zeros };
      throw new KernelError(`${label}: the WGSL variable '${name}' is not a role of the pass`);
    }
    const placement = this.rangeOf(step, role);
    const buffer = this.buffer(placement);
    const offset = placement.offset * 4;
    // Includes the padding, because vec4 kernels read whole vec4s.
    const size = Math.min(alignUp(placement.length) * 4, buffer.size - offset);
    allocator.checkBinding(tensor.name, size);
    return { buffer, offset, size };
  }

  /** The words of a tensor, or of the tensors of all members of a batch and what lies between. */
  private rangeOf({ tensors, members = [tensors] }: Step, role: string): Placement {
    const placements = members.map((member) => this.plan.placement(member[role]));
    const offset = Math.min(...placements.map((each) => each.offset));
    const end = Math.max(...placements.map((each) => each.offset + each.length));
    return { storage: placements[0].storage, offset, length: end - offset };
  }

  /** By member: the words before its tensors in the ranges that are bound. The same for every variant. */
  private memberTable(step: Step): GPUBuffer {
    const known = this.memberTables.get(step);
    if (known) return known;
    const { members = [], pass } = step;
    const roles = (pass.batch ?? []).map((variable) => pass.bind?.[variable] ?? variable);
    const words = new Uint32Array(4 * members.length);
    for (const [i, member] of members.entries())
      for (const [column, role] of roles.entries())
        words[4 * i + column] = this.plan.placement(member[role]).offset - this.rangeOf(step, role).offset;
    const buffer = this.context.allocator.createStorage(`members of ${step.label}`, alignUp(words.length));
    this.ownedBuffers.push(buffer);
    this.memberTables.set(step, buffer);
    this.context.device.queue.writeBuffer(buffer, 0, words);
    return buffer;
  }

  private buffer({ storage }: Placement): GPUBuffer {
    return this.storages.get(storage) as GPUBuffer;
  }
}

/** Words that are repeated: a prime, so that no two of a tensor's first 65,537 rows are equal. */
const RANDOM_WORDS = 65_537;
let randomBlock: Float32Array<ArrayBuffer> | undefined;

/** The same numbers each time, at each place others. */
function randomWords(length: number, place: number): Float32Array<ArrayBuffer> {
  randomBlock ??= normalNumbers(RANDOM_WORDS);
  const words = new Float32Array(length);
  let from = (7919 * place) % RANDOM_WORDS;
  for (let i = 0; i < length; from = 0) {
    const part = randomBlock.subarray(from, from + length - i);
    words.set(part, i);
    i += part.length;
  }
  return words;
}

function normalNumbers(length: number): Float32Array<ArrayBuffer> {
  const stream = random(0, 'trial');
  return Float32Array.from({ length }, () => stream.normal());
}
