// A plan made ready for one device: buffers, pipelines and bind groups exist, a run only encodes.

import { invariant, KernelError } from '../errors.ts';
import type { Numbers, Program } from '../executor.ts';
import { root, type Tensor } from '../graph/graph.ts';
import { aligned, type Phase, type Placement, type Plan, type Step } from '../graph/plan.ts';
import type { Variant, Workgroups } from '../op.ts';
import type { Buffers } from './buffers.ts';
import { type Pace, weightOf } from './pace.ts';
import type { Kernel } from './pipelines.ts';
import type { Reader } from './reader.ts';
import { SIZES, type Sizes, type SizesSlot } from './sizes.ts';
import type { Watch } from './watch.ts';
import type { WgslBinding, WgslInterface } from './wgsl.ts';

/** What a program needs of its executor. */
export interface Surroundings {
  readonly device: GPUDevice;
  readonly buffers: Buffers;
  readonly reader: Reader;
  readonly watch: Watch;
  readonly pace: Pace;
  readonly sizes: Sizes;
  /** Zeros, bound where an optional tensor is absent. */
  readonly zeros: GPUBuffer;
}

/** One dispatch with the kernel chosen for it. */
export interface Prepared {
  readonly step: Step;
  readonly variant: Variant;
  readonly kernel: Kernel;
}

interface Dispatch {
  readonly label: string;
  readonly phase: Phase;
  readonly pipeline: GPUComputePipeline;
  readonly bindGroup: GPUBindGroup;
  readonly workgroups: Workgroups;
  readonly weight: number;
}

const ALL_PHASES: readonly Phase[] = ['forward', 'backward', 'optimizer'];

/** A timing shorter than this says little, and a kernel repeated this often needs no better one. */
const TELLING_MILLISECONDS = 8;
const MOST_REPEATS = 256;

export class GpuProgram implements Program {
  readonly variants: Readonly<Record<string, string>>;
  private readonly around: Surroundings;
  private readonly plan: Plan;
  private readonly kernels: Kernel[];
  private readonly owned: GPUBuffer[] = [];
  private readonly slots: SizesSlot[] = [];
  private readonly storages: Map<string, GPUBuffer>;
  private readonly dispatches: readonly Dispatch[];

  /** Throws a sentence where the adapter's limits are too small. `shared` holds the plan's shared storages by name. */
  constructor(
    around: Surroundings,
    plan: Plan,
    shared: ReadonlyMap<string, GPUBuffer>,
    prepared: readonly Prepared[],
  ) {
    this.around = around;
    this.plan = plan;
    this.kernels = prepared.map(({ kernel }) => kernel);
    this.storages = new Map(shared);
    this.variants = Object.fromEntries(prepared.map(({ step, variant }) => [step.label, variant.name]));
    try {
      this.allocate(prepared);
      this.dispatches = prepared.map((one) => this.dispatch(one, this.slots));
    } catch (error) {
      this.dispose();
      throw error;
    }
  }

  write(tensor: Tensor, data: Numbers): void {
    const place = this.plan.place(tensor);
    invariant(
      data.length === place.length,
      tensor.name,
      `${data.length} numbers given, ${place.length} needed`,
    );
    this.around.device.queue.writeBuffer(this.buffer(place), place.offset * 4, data);
  }

  /** Only encodes. What WebGPU finds wrong with it reaches whoever reads next. */
  run(phases: readonly Phase[] = ALL_PHASES): void {
    const { device, pace } = this.around;
    const dispatches = this.dispatches.filter(({ phase }) => phases.includes(phase));
    for (const part of pace.cut(dispatches)) {
      this.submit(part);
    }
    pace.learn(device.queue, dispatches);
  }

  /** Milliseconds of one run of a kernel on this program's memory, which is not worth reading afterwards. */
  async time(one: Prepared): Promise<number> {
    const { device } = this.around;
    const slots: SizesSlot[] = [];
    try {
      const dispatch = this.dispatch(one, slots);
      const timed = async (count: number) => {
        const begin = performance.now();
        this.submit(Array.from({ length: count }, () => dispatch));
        await device.queue.onSubmittedWorkDone();
        return performance.now() - begin;
      };
      await timed(1); // with it goes what a driver does only once
      // As often as it takes to see more than the wait for the answer and the coarseness of the clock.
      let count = 1;
      let milliseconds = await timed(count);
      while (milliseconds < TELLING_MILLISECONDS && count < MOST_REPEATS) {
        count *= 4;
        milliseconds = await timed(count);
      }
      return milliseconds / count;
    } finally {
      for (const slot of slots) slot.release();
    }
  }

  async read(tensor: Tensor): Promise<Float32Array<ArrayBuffer>> {
    const place = this.plan.place(tensor);
    return this.around.reader.read(this.buffer(place), place.offset, place.length);
  }

  dispose(): void {
    for (const buffer of this.owned.splice(0)) this.around.buffers.destroy(buffer);
    for (const slot of this.slots.splice(0)) slot.release();
    for (const kernel of this.kernels.splice(0)) kernel.release();
  }

  private submit(dispatches: readonly Dispatch[]): void {
    const { device } = this.around;
    const encoder = device.createCommandEncoder({
      label: `${dispatches[0].label} and ${dispatches.length - 1} after it`,
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

  private allocate(prepared: readonly Prepared[]): void {
    const { buffers } = this.around;
    const uniforms = new Set(
      prepared
        .flatMap(({ step }) => Object.values(step.tensors))
        .filter((tensor) => root(tensor).fields)
        .map((tensor) => this.plan.place(tensor).storage),
    );
    for (const [name, words] of this.plan.storages) {
      const buffer = buffers.storage(name, words, uniforms.has(name) ? GPUBufferUsage.UNIFORM : 0);
      this.owned.push(buffer);
      this.storages.set(name, buffer);
    }
  }

  private dispatch({ step, variant, kernel }: Prepared, slots: SizesSlot[]): Dispatch {
    const { device } = this.around;
    const { label, phase, pass, k } = step;
    const workgroups = variant.workgroups(k);
    const most = device.limits.maxComputeWorkgroupsPerDimension;
    invariant(
      workgroups.every((count) => count >= 1 && count <= most),
      label,
      `it needs ${workgroups.join(' × ')} workgroups, and 1 to ${most} are possible; choose a smaller model or batch`,
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
    return { label, phase, pipeline, bindGroup, workgroups, weight: weightOf(pass.flops(k)) };
  }

  /** The memory behind a WGSL variable: the tensor of the role it stands for, or zeros where that is absent. */
  private resource(
    step: Step,
    kernel: WgslInterface,
    { name, access, fields }: WgslBinding,
    slots: SizesSlot[],
  ): GPUBufferBinding {
    if (name === SIZES) {
      const slot = this.around.sizes.take(step, fields ?? []);
      slots.push(slot);
      return slot.binding;
    }
    const { label, pass, tensors } = step;
    const { buffers, zeros } = this.around;
    const role = pass.bind?.[name] ?? name;
    const tensor = tensors[role];
    if (!tensor) {
      const mayBeAbsent =
        pass.reads.includes(role) || kernel.overrides.some((one) => one.name === `has_${name}`);
      if (access === 'read' && mayBeAbsent) return { buffer: zeros };
      throw new KernelError(`${label}: the WGSL variable '${name}' is no role of the pass`);
    }
    const place = this.plan.place(tensor);
    const buffer = this.buffer(place);
    const offset = place.offset * 4;
    // With its padding, so that kernels may take words four at a time.
    const size = Math.min(aligned(place.length) * 4, buffer.size - offset);
    buffers.checkBinding(tensor.name, size);
    return { buffer, offset, size };
  }

  private buffer({ storage }: Placement): GPUBuffer {
    return this.storages.get(storage) as GPUBuffer;
  }
}
