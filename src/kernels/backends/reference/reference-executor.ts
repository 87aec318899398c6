// The reference executor: runs the plain loops of every pass, with sums in float64. Slow; the ground truth of the other backends.

import { invariant } from '../../errors.ts';
import { membersOf } from '../../graph/batch.ts';
import type { Tensor } from '../../graph/graph.ts';
import type { Phase, Placement, Plan, Step } from '../../graph/plan.ts';
import {
  checkTensorData,
  type Executor,
  MEMORY_BUDGET,
  type Program,
  type ResourceUsage,
  type Storage,
  type TensorData,
} from '../executor.ts';

/** In which tensors are kept between passes: `float64` measures what the rounding to `float32` does. */
export type ReferencePrecision = 'float32' | 'float64';

class ReferenceStorage implements Storage {
  readonly label: string;
  readonly length: number;
  private readonly precision: ReferencePrecision;
  private readonly words: ArrayBuffer;
  private readonly onDispose: () => void;

  constructor(label: string, length: number, precision: ReferencePrecision, onDispose: () => void) {
    this.label = label;
    this.length = length;
    this.precision = precision;
    this.words = new ArrayBuffer(length * (precision === 'float64' ? 8 : 4));
    this.onDispose = onDispose;
  }

  /** A view of the words at a placement, not a copy. */
  viewAt({ offset, length }: Pick<Placement, 'offset' | 'length'>, dtype: 'f32' | 'i32' = 'f32'): TensorData {
    // References only index their tensors; a double holds every integer too.
    if (this.precision === 'float64')
      return new Float64Array(this.words, offset * 8, length) as unknown as TensorData;
    const View = dtype === 'f32' ? Float32Array : Int32Array;
    return new View(this.words, offset * 4, length);
  }

  write(offset: number, data: TensorData): void {
    const target = this.viewAt({ offset, length: data.length }, data instanceof Int32Array ? 'i32' : 'f32');
    target.set(data);
  }

  async read(offset: number, length: number): Promise<Float32Array<ArrayBuffer>> {
    return Float32Array.from(this.viewAt({ offset, length }));
  }

  dispose(): void {
    this.onDispose();
  }
}

class ReferenceProgram implements Program {
  readonly variants = {};
  private readonly plan: Plan;
  private readonly storages: ReadonlyMap<string, ReferenceStorage>;
  private readonly ownedStorages: readonly ReferenceStorage[];
  private readonly calls: { phase: Phase; run: () => void }[];

  constructor(
    plan: Plan,
    storages: ReadonlyMap<string, ReferenceStorage>,
    owned: readonly ReferenceStorage[],
  ) {
    this.plan = plan;
    this.storages = storages;
    this.ownedStorages = owned;
    this.calls = plan.steps
      .flatMap(membersOf)
      .map((step) => ({ phase: step.phase, run: this.bindStep(step) }));
  }

  write(tensor: Tensor, data: TensorData): void {
    const target = this.view(tensor);
    checkTensorData(tensor, target.length, data);
    target.set(data);
  }

  run(phases: readonly Phase[] = ['forward', 'backward', 'optimizer']): void {
    for (const call of this.calls) if (phases.includes(call.phase)) call.run();
  }

  async read(tensor: Tensor): Promise<Float32Array<ArrayBuffer>> {
    return Float32Array.from(this.view(tensor));
  }

  dispose(): void {
    for (const storage of this.ownedStorages) storage.dispose();
  }

  private view(tensor: Tensor): TensorData {
    const placement = this.plan.placement(tensor);
    return (this.storages.get(placement.storage) as ReferenceStorage).viewAt(placement, tensor.dtype);
  }

  /** References accumulate gradients, so those that the step assigns are zeroed first. */
  private bindStep(step: Step): () => void {
    const views = Object.fromEntries(
      Object.entries(step.tensors).map(([role, tensor]) => [role, this.view(tensor)]),
    );
    const gradientsToClear = step.pass.writes
      .filter((role) => role.startsWith('d_') && role in views && !step.accumulates.has(role))
      .map((role) => views[role]);
    return () => {
      for (const gradient of gradientsToClear) gradient.fill(0);
      step.pass.reference(views, step.k);
    };
  }
}

export class ReferenceExecutor implements Executor {
  readonly backend = 'reference';
  readonly adapter = 'plain JavaScript';
  readonly usage: ResourceUsage = { bytes: 0, buffers: 0, pipelines: 0 };
  readonly capacity = { label: 'the reference', totalBytes: MEMORY_BUDGET, maxBufferBytes: MEMORY_BUDGET };
  readonly lost = new Promise<string>(() => {});
  private readonly precision: ReferencePrecision;

  constructor(precision: ReferencePrecision = 'float32') {
    this.precision = precision;
  }

  allocate(label: string, words: number): ReferenceStorage {
    this.usage.bytes += words * 4;
    this.usage.buffers += 1;
    return new ReferenceStorage(label, words, this.precision, () => {
      this.usage.bytes -= words * 4;
      this.usage.buffers -= 1;
    });
  }

  async compile(plan: Plan, shared: Readonly<Record<string, Storage>>): Promise<Program> {
    const storages = new Map<string, ReferenceStorage>();
    for (const name of plan.sharedStorages) {
      invariant(
        shared[name] instanceof ReferenceStorage,
        'compile',
        `the shared storage '${name}' is missing`,
      );
      storages.set(name, shared[name]);
    }
    const owned = [...plan.storages].map(([name, words]) => {
      const storage = this.allocate(name, words);
      storages.set(name, storage);
      return storage;
    });
    return new ReferenceProgram(plan, storages, owned);
  }

  async idle(): Promise<void> {}

  dispose(): void {}
}
