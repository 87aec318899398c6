// A run: a data set, a model, its trainer and the current step.

import type { Executor } from '../../kernels/backends/executor.ts';
import { KernelError } from '../../kernels/errors.ts';
import type { StepPoint } from '../../shared/history/series.ts';
import type { Job } from '../../shared/job.ts';
import { transformerParameters } from '../architecture/architecture.ts';
import { initialWeights, Weights } from '../architecture/weights.ts';
import type { Batch } from '../data/dataset.ts';
import { NO_DATASET } from '../data/prompt-only-dataset.ts';
import { Decoder } from '../generation/decoder.ts';
import { Inspector } from '../inspection/inspector.ts';
import type { MeasureValue } from '../inspection/measures.ts';
import { evaluateMeasure } from '../inspection/measures.ts';
import { AccumulatingTrainer, createNextTokenTrainer } from './gradient-accumulation/accumulating-trainer.ts';
import { keepRecordedParts, withRecordedParts } from './gradient-accumulation/batch-parts.ts';
import { learningRateAt } from './learning-rate-schedule.ts';
import type { TrainingBatch } from './next-token-task.ts';
import type { RunPlan } from './run-plan.ts';
import type { Snapshot } from './snapshot.ts';
import type { Trainer } from './trainer.ts';
import { memoryProblem, trainingMemory } from './training-memory.ts';
import { toTrainerOptions } from './training-step.ts';

/** A model whose weights do not change. The caller must dispose it. */
export interface FrozenModel {
  readonly plan: RunPlan;
  readonly step: number;
  readonly weights: Weights;
  readonly inspector: Inspector;
  readonly executor: Executor;
  readonly decoder: Decoder;
  dispose(): void;
}

/** Batches in the validation loss. */
const VALIDATION_BATCHES = 4;

export class Run {
  readonly plan: RunPlan;
  readonly weights: Weights;
  readonly inspector: Inspector;
  /** Generates text. No step may be queued between `prefill` and the last `append`. */
  readonly decoder: Decoder;
  readonly executor: Executor;
  /** Absent from a read-only model. */
  private readonly optionalTrainer: Trainer<TrainingBatch> | AccumulatingTrainer | undefined;
  private queuedSteps: number;

  /** Those of the file that the run continues. */
  private readonly recordedVariants: Readonly<Record<string, string>> | undefined;

  private constructor(
    executor: Executor,
    plan: RunPlan,
    weights: Weights,
    trainer?: Trainer<TrainingBatch> | AccumulatingTrainer,
    snapshot?: Snapshot,
  ) {
    this.executor = executor;
    this.plan = plan;
    this.weights = weights;
    this.optionalTrainer = trainer;
    this.inspector = new Inspector(executor, plan.config, weights);
    this.decoder = new Decoder(executor, plan.config, weights);
    this.queuedSteps = snapshot?.step ?? 0;
    this.recordedVariants = snapshot?.variants;
  }

  /** A run from a snapshot, or from step 0 with initial weights. */
  static async create(executor: Executor, plan: RunPlan, snapshot?: Snapshot): Promise<Run> {
    const { config } = plan;
    const training = withRecordedParts(plan.training, snapshot?.variants);
    const { adapterKind, capacity } = executor;
    const memory = trainingMemory(config, training, { adapterKind, variants: snapshot?.variants });
    const tooLarge = memoryProblem(memory, capacity);
    if (tooLarge) throw new KernelError(tooLarge);
    const weights = new Weights(executor, transformerParameters(config));
    try {
      weights.set(snapshot?.weights ?? initialWeights(weights.parameters, { ...config, ...training }));
      const trainer = await createNextTokenTrainer(executor, weights, config, {
        ...toTrainerOptions(training),
        variants: snapshot?.variants,
        B: training.B,
        parts: training.accumulation,
      });
      if (snapshot?.moments) trainer.setMoments(snapshot.moments);
      return new Run(executor, plan, weights, trainer, snapshot);
    } catch (error) {
      weights.dispose();
      throw error;
    }
  }

  /** A read-only model with the given weights: no gradients, no moments, no data. */
  static forInspection(executor: Executor, plan: RunPlan, weights: Weights): Run {
    return new Run(executor, plan, weights);
  }

  get isTrainable(): boolean {
    return this.optionalTrainer !== undefined;
  }

  private get trainer(): Trainer<TrainingBatch> | AccumulatingTrainer {
    if (!this.optionalTrainer) throw new KernelError(NO_DATASET);
    return this.optionalTrainer;
  }

  /** Number of queued steps. */
  get step(): number {
    return this.queuedSteps;
  }

  /** Number of steps of the whole run. */
  get steps(): number {
    return this.plan.training.steps;
  }

  get finished(): boolean {
    return this.queuedSteps >= this.steps;
  }

  /** Tokens per step. */
  get unitsPerStep(): number {
    return this.plan.training.B * this.plan.config.T;
  }

  /** Maximum number of steps in flight; undefined if there is no limit. */
  get maxInFlight(): number | undefined {
    return this.optionalTrainer instanceof AccumulatingTrainer ? this.optionalTrainer.maxInFlight : undefined;
  }

  /** Kernel variants of the training step by pass label. */
  get variants(): Readonly<Record<string, string>> {
    return keepRecordedParts(this.optionalTrainer?.variants ?? {}, this.recordedVariants);
  }

  /** Learning rate of the next step. */
  get learningRate(): number {
    return learningRateAt(this.queuedSteps, this.plan.training);
  }

  /** Queues the next training step synchronously; resolves with its loss. Several steps may be in flight. */
  train(): Promise<StepPoint> {
    const rate = this.learningRate;
    const step = this.queuedSteps;
    const { seed } = this.plan.training;
    const batch = { ...this.batch('train', step), dropout: { seed, step } };
    this.queuedSteps += 1;
    return this.trainer.step(batch, step, rate);
  }

  /** Mean loss over a few validation batches, always the same. */
  async *validationLoss(): Job<number> {
    let sum = 0;
    for (let step = 0; step < VALIDATION_BATCHES; step++) {
      sum += await this.trainer.evaluate(this.batch('validation', step));
      yield { label: 'held-out batches run', done: step + 1, total: VALIDATION_BATCHES };
    }
    return sum / VALIDATION_BATCHES;
  }

  /** Measures of the data set. */
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
   * A copy of the current weights, so that a long inspection reads one step while training continues. A read-only model is not
   * copied.
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
