// Trains any recorded model with one program: forward, backward, gradient clipping, optimizer.

import type { Executor, Program, Storage } from '../../kernels/backends/executor.ts';
import type { Tensor } from '../../kernels/graph/graph.ts';
import type { StepPoint } from '../../shared/history/series.ts';
import type { Weights, WeightValues } from '../architecture/weights.ts';
import { joinMoment, splitMoment } from './optimizer/moments.ts';
import type { Optimizer } from './optimizer/optimizer.ts';
import { type TrainerOptions, type TrainingGraph, trainingStep } from './training-step.ts';

/** A model recorded with its loss, and the input of its batches. */
export interface Task<Batch> extends TrainingGraph {
  /** Writes the inputs that are the same for every batch, once a program. */
  initialize?(program: Program): void;
  /** Writes a batch; throws, and writes nothing, if it is invalid. */
  write(program: Program, batch: Batch): void;
}

/** Optimizer state by moment (`m`, `v`, `velocity`, `momentum`): one value a weight, of the weights that have the moment. */
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

  /** Compiles the training step, which is appended to the task's graph. The caller keeps ownership of the weights. */
  static async create<Batch>(
    executor: Executor,
    weights: Weights,
    task: Task<Batch>,
    options: TrainerOptions,
  ): Promise<Trainer<Batch>> {
    const { plan, optimizer } = trainingStep(task, weights.layout, {
      ...options,
      adapterKind: executor.adapterKind,
    });
    const gradients = { name: 'gradients', length: weights.layout.length };
    const storages = Object.fromEntries(
      [gradients, ...optimizer.moments].map(({ name, length }) => [name, executor.allocate(name, length)]),
    );
    try {
      const program = await executor.compile(plan, { ...storages, ...weights.storages }, options.variants);
      task.initialize?.(program);
      return new Trainer({ weights, task, optimizer, storages, program });
    } catch (error) {
      for (const storage of Object.values(storages)) storage.dispose();
      throw error;
    }
  }

  /** Kernel variants by pass label. */
  get variants(): Readonly<Record<string, string>> {
    return this.program.variants;
  }

  /** Queues step `step` (from 0); resolves with its loss and gradient norm. */
  async step(batch: Batch, step: number, learningRate: number): Promise<StepPoint> {
    this.task.write(this.program, batch);
    this.optimizer.writeStep(this.program, step, learningRate);
    this.program.run();
    const [[loss], [gradientNorm]] = await Promise.all([
      this.program.read(this.task.loss),
      this.program.read(this.optimizer.gradientNorm),
    ]);
    return { step, loss, gradientNorm, learningRate };
  }

  /** Loss and flat gradients of a batch, without an update: `applyGradients` takes the sum over several parts. */
  async computeGradients(batch: Batch): Promise<{ loss: number; gradients: Float32Array<ArrayBuffer> }> {
    this.task.write(this.program, batch);
    this.program.run(['forward', 'backward']);
    const [[loss], gradients] = await Promise.all([
      this.program.read(this.task.loss),
      this.storages.gradients.read(0, this.weights.layout.length),
    ]);
    return { loss, gradients };
  }

  /** Step `step` (from 0) with given flat gradients; resolves with their norm before clipping. */
  async applyGradients(
    gradients: Float32Array<ArrayBuffer>,
    step: number,
    learningRate: number,
  ): Promise<number> {
    this.storages.gradients.write(0, gradients);
    this.optimizer.writeStep(this.program, step, learningRate);
    this.program.run(['optimizer']);
    return (await this.program.read(this.optimizer.gradientNorm))[0];
  }

  /** A tensor of the last step. */
  read(tensor: Tensor): Promise<Float32Array<ArrayBuffer>> {
    return this.program.read(tensor);
  }

  /** Loss of a batch: forward pass only. */
  async evaluate(batch: Batch): Promise<number> {
    this.task.write(this.program, batch);
    this.program.run(['forward']);
    return (await this.program.read(this.task.loss))[0];
  }

  /** Gradients of the last step, before clipping, by weight name. */
  async gradients(): Promise<Map<string, Float32Array<ArrayBuffer>>> {
    return this.weights.unflatten(await this.storages.gradients.read(0, this.weights.layout.length));
  }

  /** Optimizer state, for a snapshot. */
  async getMoments(): Promise<Moments> {
    const entries = this.optimizer.moments.map(async (moment) => {
      const flat = await this.storages[moment.name].read(0, moment.length);
      return [moment.name, splitMoment(moment, flat)] as const;
    });
    return new Map(await Promise.all(entries));
  }

  /** Restores optimizer state; missing moments become 0. */
  setMoments(moments: Moments): void {
    for (const moment of this.optimizer.moments)
      this.storages[moment.name].write(0, joinMoment(moment, moments.get(moment.name)));
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
