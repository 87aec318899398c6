// A run: a data set, a model, its trainer and the step they have come to. What the page and the command line both drive.

import { KernelError } from '../../kernels/errors.ts';
import type { Executor } from '../../kernels/executor.ts';
import type { StepPoint } from '../../shared/history/series.ts';
import type { Job } from '../../shared/job.ts';
import { transformerParameters } from '../architecture/parameters.ts';
import { initialWeights, Weights } from '../architecture/weights.ts';
import type { Batch } from '../data/dataset.ts';
import { NO_DATASET } from '../data/prompt-only-dataset.ts';
import { Decoder } from '../generation/decoder.ts';
import { Inspector } from '../inspection/inspector.ts';
import type { MeasureValue } from '../inspection/measures.ts';
import { evaluateMeasure } from '../inspection/measures.ts';
import { recordedShardCount, shardCountFor } from './data-parallel/batch-shards.ts';
import {
  createNextTokenTrainer,
  DataParallelTrainer,
  type ShardWorkerPool,
} from './data-parallel/data-parallel-trainer.ts';
import { learningRateAt } from './learning-rate-schedule.ts';
import type { RunPlan } from './run-plan.ts';
import type { Snapshot } from './snapshot.ts';
import type { Trainer } from './trainer.ts';
import { memoryProblem, trainingMemory } from './training-memory.ts';
import { toTrainerOptions } from './training-step.ts';

/** A model that stands still. Whoever asked for it disposes it. */
export interface FrozenModel {
  readonly plan: RunPlan;
  readonly step: number;
  readonly weights: Weights;
  readonly inspector: Inspector;
  readonly executor: Executor;
  readonly decoder: Decoder;
  dispose(): void;
}

/** Batches a validation loss is the mean of. */
const VALIDATION_BATCHES = 4;

export class Run {
  readonly plan: RunPlan;
  readonly weights: Weights;
  readonly inspector: Inspector;
  /** Writes text, for whoever sees to it that no step is taken meanwhile. */
  readonly decoder: Decoder;
  readonly executor: Executor;
  /** Absent where a model is only looked at. */
  private readonly optionalTrainer: Trainer<Batch> | DataParallelTrainer | undefined;
  private queuedSteps: number;

  private constructor(
    executor: Executor,
    plan: RunPlan,
    weights: Weights,
    trainer: Trainer<Batch> | DataParallelTrainer | undefined,
    step: number,
  ) {
    this.executor = executor;
    this.plan = plan;
    this.weights = weights;
    this.optionalTrainer = trainer;
    this.inspector = new Inspector(executor, plan.config, weights);
    this.decoder = new Decoder(executor, plan.config, weights);
    this.queuedSteps = step;
  }

  /** A run at step 0 with fresh weights, or going on from a snapshot; `hands` are threads that take shares of its batches. */
  static async create(
    executor: Executor,
    plan: RunPlan,
    from?: Snapshot,
    workers?: ShardWorkerPool,
  ): Promise<Run> {
    const { config, training } = plan;
    const shards = resolveShardCount(training.B, from, workers);
    const tooLarge = memoryProblem(trainingMemory(config, training, shards), executor.capacity);
    if (tooLarge) throw new KernelError(tooLarge);
    const weights = new Weights(executor, transformerParameters(config));
    try {
      weights.set(from?.weights ?? initialWeights(weights.parameters, { ...config, ...training }));
      const trainer = await createNextTokenTrainer(executor, weights, config, {
        ...toTrainerOptions(training),
        variants: from?.variants,
        B: training.B,
        shards,
        workers,
      });
      if (from?.moments) trainer.setMoments(from.moments);
      return new Run(executor, plan, weights, trainer, from?.step ?? 0);
    } catch (error) {
      weights.dispose();
      throw error;
    }
  }

  /** A model with weights of its own and nothing to train it with: no gradients, no moments, no data. */
  static forInspection(executor: Executor, plan: RunPlan, weights: Weights): Run {
    return new Run(executor, plan, weights, undefined, 0);
  }

  /** Whether it can take steps. */
  get isTrainable(): boolean {
    return this.optionalTrainer !== undefined;
  }

  private get trainer(): Trainer<Batch> | DataParallelTrainer {
    if (!this.optionalTrainer) throw new KernelError(NO_DATASET);
    return this.optionalTrainer;
  }

  /** Steps queued so far; the weights are, or are about to be, those after that many. */
  get step(): number {
    return this.queuedSteps;
  }

  /** Steps in all. */
  get steps(): number {
    return this.plan.training.steps;
  }

  get finished(): boolean {
    return this.queuedSteps >= this.steps;
  }

  /** Tokens a step. */
  get unitsPerStep(): number {
    return this.plan.training.B * this.plan.config.T;
  }

  /** Steps that may be under way at once, where it matters. */
  get maxInFlight(): number | undefined {
    return this.optionalTrainer instanceof DataParallelTrainer ? this.optionalTrainer.maxInFlight : undefined;
  }

  /** Bytes that threads beside this one take for it, as soon as it is trained. */
  get workerBytes(): number {
    const { config, training } = this.plan;
    const shards = recordedShardCount(this.variants, training.B);
    if (!shards) return 0;
    const ownMemory = trainingMemory(config, { ...training, B: training.B / shards });
    return trainingMemory(config, training, shards).total - ownMemory.total;
  }

  /** Kernel variants of the training step, by pass label; also into how many shares its batches are cut, if they are. */
  get variants(): Readonly<Record<string, string>> {
    return this.optionalTrainer?.variants ?? {};
  }

  /** The rate of the next step. */
  get learningRate(): number {
    return learningRateAt(this.queuedSteps, this.plan.training);
  }

  /** Queues the next training step at once; resolves with its figures. Several may be under way. */
  train(): Promise<StepPoint> {
    const rate = this.learningRate;
    const step = this.queuedSteps;
    const batch = this.batch('train', step);
    this.queuedSteps += 1;
    return this.trainer.step(batch, step, rate);
  }

  /** Mean loss over a few held-out batches, always the same ones. */
  async *validationLoss(): Job<number> {
    let sum = 0;
    for (let step = 0; step < VALIDATION_BATCHES; step++) {
      sum += await this.trainer.evaluate(this.batch('validation', step));
      yield { label: 'held-out batches run', done: step + 1, total: VALIDATION_BATCHES };
    }
    return sum / VALIDATION_BATCHES;
  }

  /** The data set's own measures. */
  async *measures(): Job<MeasureValue[]> {
    const values: MeasureValue[] = [];
    for (const measure of this.plan.dataset.measures) {
      values.push(yield* evaluateMeasure(this.inspector, this.plan.config, measure));
    }
    return values;
  }

  async snapshot(): Promise<Snapshot> {
    const step = this.queuedSteps;
    const [weights, moments] = await Promise.all([this.weights.get(), this.trainer.getMoments()]);
    return { step, weights, moments, variants: this.variants };
  }

  /**
   * The weights of this moment, copied: what looks at them for long sees one step, while the run trains on. Weights that are
   * only looked at never change and are not copied.
   */
  async freeze(): Promise<FrozenModel> {
    const { plan, step, executor } = this;
    const weights = this.isTrainable ? new Weights(executor, this.weights.parameters) : this.weights;
    if (this.isTrainable) weights.set(await this.weights.get());
    const inspector = new Inspector(executor, plan.config, weights);
    const decoder = new Decoder(executor, plan.config, weights);
    const dispose = () => {
      inspector.dispose();
      decoder.dispose();
      if (weights !== this.weights) weights.dispose();
    };
    return { plan, step, weights, inspector, decoder, executor, dispose };
  }

  dispose(): void {
    this.inspector.dispose();
    this.decoder.dispose();
    this.optionalTrainer?.dispose();
    this.weights.dispose();
  }

  private batch(split: 'train' | 'validation', step: number): Batch {
    const { dataset, training, config } = this.plan;
    return dataset.batch({ split, step, seed: training.seed, B: training.B, T: config.T });
  }
}

/** What goes on exactly keeps its shares, or its lack of them; what starts, or was trained elsewhere, takes what there is. */
function resolveShardCount(B: number, snapshot?: Snapshot, workers?: ShardWorkerPool): number {
  return (
    recordedShardCount(snapshot?.variants, B) ??
    (snapshot?.moments && snapshot.variants ? 1 : shardCountFor(B, 1 + (workers?.count ?? 0)))
  );
}
