// Trains any recorded model: one program of forward, backward, clipping and optimiser, run once a step.

import type { Executor, Program, Storage } from '../../kernels/executor.ts';
import type { Graph, Tensor } from '../../kernels/graph/graph.ts';
import type { StepPoint } from '../../shared/history/series.ts';
import type { Weights, WeightValues } from '../architecture/weights.ts';
import type { Optimizer } from './optimizer.ts';
import { type TrainerOptions, trainingStep } from './training-step.ts';

/** A model recorded with its loss, and how one of its batches is written. */
export interface Task<Batch> {
  readonly graph: Graph;
  /** [1]. */
  readonly loss: Tensor;
  /** What never changes, written when the program is made. */
  initialize?(program: Program): void;
  /** Throws a sentence, and writes nothing, if the batch is impossible. */
  write(program: Program, batch: Batch): void;
}

/** The optimiser's memory by name (`m`, `v`): a number for each of every weight. */
export type Moments = ReadonlyMap<string, WeightValues>;

export class Trainer<Batch> {
  private readonly weights: Weights;
  private readonly task: Task<Batch>;
  private readonly optimizer: Optimizer;
  private readonly storages: Readonly<Record<string, Storage>>;
  private readonly program: Program;

  private constructor(parts: TrainerParts<Batch>) {
    this.weights = parts.weights;
    this.task = parts.task;
    this.optimizer = parts.optimizer;
    this.storages = parts.storages;
    this.program = parts.program;
  }

  /** Compiles the training step; the task's graph grows by it, and the weights stay the caller's to dispose. */
  static async create<Batch>(
    executor: Executor,
    weights: Weights,
    task: Task<Batch>,
    options: TrainerOptions,
  ): Promise<Trainer<Batch>> {
    const { plan, optimizer: recorded } = trainingStep(task, weights.layout, options);
    const storages = Object.fromEntries(
      ['gradients', ...recorded.moments].map((name) => [
        name,
        executor.allocate(name, weights.layout.length),
      ]),
    );
    try {
      const program = await executor.compile(plan, { ...storages, ...weights.storages }, options.variants);
      task.initialize?.(program);
      return new Trainer({ weights, task, optimizer: recorded, storages, program });
    } catch (error) {
      for (const storage of Object.values(storages)) storage.dispose();
      throw error;
    }
  }

  /** Kernel variants this trainer runs, by pass label. */
  get variants(): Readonly<Record<string, string>> {
    return this.program.variants;
  }

  /** Queues step `step` (from 0) at this learning rate; resolves with its figures once they are read back. */
  async step(batch: Batch, step: number, learningRate: number): Promise<StepPoint> {
    this.task.write(this.program, batch);
    this.program.write(this.optimizer.stepInputs, this.optimizer.scalars(step, learningRate));
    this.program.run();
    const [[loss], [gradientNorm]] = await Promise.all([
      this.program.read(this.task.loss),
      this.program.read(this.optimizer.gradientNorm),
    ]);
    return { step, loss, gradientNorm, learningRate };
  }

  /** Loss and flat gradients of a batch; the weights stay as they are. For whoever adds them to others' and calls `update`. */
  async computeGradients(batch: Batch): Promise<{ loss: number; gradients: Float32Array<ArrayBuffer> }> {
    this.task.write(this.program, batch);
    this.program.run(['forward', 'backward']);
    const [[loss], gradients] = await Promise.all([
      this.program.read(this.task.loss),
      this.storages.gradients.read(0, this.weights.layout.length),
    ]);
    return { loss, gradients };
  }

  /** Step `step` (from 0) by gradients that were computed elsewhere; resolves with their norm. */
  async applyGradients(
    gradients: Float32Array<ArrayBuffer>,
    step: number,
    learningRate: number,
  ): Promise<number> {
    this.storages.gradients.write(0, gradients);
    this.program.write(this.optimizer.stepInputs, this.optimizer.scalars(step, learningRate));
    this.program.run(['optimizer']);
    return (await this.program.read(this.optimizer.gradientNorm))[0];
  }

  /** The loss of a batch, without learning from it. */
  async evaluate(batch: Batch): Promise<number> {
    this.task.write(this.program, batch);
    this.program.run(['forward']);
    return (await this.program.read(this.task.loss))[0];
  }

  /** Gradients of the last step, before clipping, by weight name. */
  async gradients(): Promise<Map<string, Float32Array<ArrayBuffer>>> {
    return this.weights.unflatten(await this.storages.gradients.read(0, this.weights.layout.length));
  }

  /** The optimiser's memory, so that a run can go on exactly. */
  async getMoments(): Promise<Moments> {
    const entries = this.optimizer.moments.map(
      async (name) =>
        [
          name,
          this.weights.unflatten(await this.storages[name].read(0, this.weights.layout.length)),
        ] as const,
    );
    return new Map(await Promise.all(entries));
  }

  setMoments(moments: Moments): void {
    for (const name of this.optimizer.moments) {
      const values = moments.get(name);
      const flat = values ? this.weights.flatten(values) : new Float32Array(this.weights.layout.length);
      this.storages[name].write(0, flat);
    }
  }

  dispose(): void {
    this.program.dispose();
    for (const storage of Object.values(this.storages)) storage.dispose();
  }
}

interface TrainerParts<Batch> {
  readonly weights: Weights;
  readonly task: Task<Batch>;
  readonly optimizer: Optimizer;
  readonly storages: Readonly<Record<string, Storage>>;
  readonly program: Program;
}
