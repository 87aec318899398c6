// A run: a data set, a model, its trainer and the step they have come to. What the page and the command line both drive.

import type { StepPoint } from '../history/series.ts';
import { KernelError } from '../kernels/errors.ts';
import type { Executor } from '../kernels/executor.ts';
import type { Batch } from './data/dataset.ts';
import { Decoder } from './decoder.ts';
import { WITHOUT_DATA } from './gpt2/opened-dataset.ts';
import { Inspector } from './inspector.ts';
import type { MeasureValue } from './measures.ts';
import { takeMeasure } from './measures.ts';
import { memoryProblem, memoryToTrain } from './memory.ts';
import { transformerParameters } from './parameters.ts';
import type { InPieces } from './pieces.ts';
import type { RunPlan } from './run-plan.ts';
import { learningRate } from './schedule.ts';
import { nextTokenTrainer, type ShareHands, ShareTrainer } from './shares/share-trainer.ts';
import { recordedShares, sharesFor } from './shares/shares.ts';
import type { Moments, Trainer } from './trainer.ts';
import { optimizerOf } from './training-step.ts';
import type { WeightValues } from './weights.ts';
import { initialWeights, Weights } from './weights.ts';

/** All that changes while a run is trained: going on from it is going on exactly. */
export interface Snapshot {
  readonly step: number;
  readonly weights: WeightValues;
  /** Absent where only the weights were kept: the optimiser then starts afresh. */
  readonly moments?: Moments;
  /** Kernels it was trained by: others round differently. Absent where another engine goes on. */
  readonly variants?: Readonly<Record<string, string>>;
}

/** A model that stands still. Whoever asked for it disposes it. */
export interface Still {
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
  private readonly trainer_: Trainer<Batch> | ShareTrainer | undefined;
  private taken: number;

  private constructor(
    executor: Executor,
    plan: RunPlan,
    weights: Weights,
    trainer: Trainer<Batch> | ShareTrainer | undefined,
    step: number,
  ) {
    this.executor = executor;
    this.plan = plan;
    this.weights = weights;
    this.trainer_ = trainer;
    this.inspector = new Inspector(executor, plan.config, weights);
    this.decoder = new Decoder(executor, plan.config, weights);
    this.taken = step;
  }

  /** A run at step 0 with fresh weights, or going on from a snapshot; `hands` are threads that take shares of its batches. */
  static async create(executor: Executor, plan: RunPlan, from?: Snapshot, hands?: ShareHands): Promise<Run> {
    const { config, training } = plan;
    const shares = sharesOf(training.B, from, hands);
    const tooLarge = memoryProblem(memoryToTrain(config, training, shares), executor.capacity);
    if (tooLarge) throw new KernelError(tooLarge);
    const weights = new Weights(executor, transformerParameters(config));
    try {
      weights.set(from?.weights ?? initialWeights(weights.parameters, { ...config, ...training }));
      const trainer = await nextTokenTrainer(executor, weights, config, {
        ...optimizerOf(training),
        variants: from?.variants,
        B: training.B,
        shares,
        hands,
      });
      if (from?.moments) trainer.setMoments(from.moments);
      return new Run(executor, plan, weights, trainer, from?.step ?? 0);
    } catch (error) {
      weights.dispose();
      throw error;
    }
  }

  /** A model with weights of its own and nothing to train it with: no gradients, no moments, no data. */
  static toLookAt(executor: Executor, plan: RunPlan, weights: Weights): Run {
    return new Run(executor, plan, weights, undefined, 0);
  }

  /** Whether it can take steps. */
  get isTrainable(): boolean {
    return this.trainer_ !== undefined;
  }

  private get trainer(): Trainer<Batch> | ShareTrainer {
    if (!this.trainer_) throw new KernelError(WITHOUT_DATA);
    return this.trainer_;
  }

  /** Steps queued so far; the weights are, or are about to be, those after that many. */
  get step(): number {
    return this.taken;
  }

  /** Steps in all. */
  get steps(): number {
    return this.plan.training.steps;
  }

  get finished(): boolean {
    return this.taken >= this.steps;
  }

  /** Tokens a step. */
  get unitsPerStep(): number {
    return this.plan.training.B * this.plan.config.T;
  }

  /** Steps that may be under way at once, where it matters. */
  get stepsAhead(): number | undefined {
    return this.trainer_ instanceof ShareTrainer ? this.trainer_.stepsAhead : undefined;
  }

  /** Bytes that threads beside this one take for it, as soon as it is trained. */
  get bytesElsewhere(): number {
    const { config, training } = this.plan;
    const shares = recordedShares(this.variants, training.B);
    if (!shares) return 0;
    const own = memoryToTrain(config, { ...training, B: training.B / shares });
    return memoryToTrain(config, training, shares).total - own.total;
  }

  /** Kernel variants of the training step, by pass label; also into how many shares its batches are cut, if they are. */
  get variants(): Readonly<Record<string, string>> {
    return this.trainer_?.variants ?? {};
  }

  /** The rate of the next step. */
  get learningRate(): number {
    return learningRate(this.taken, this.plan.training);
  }

  /** Queues the next training step at once; resolves with its figures. Several may be under way. */
  train(): Promise<StepPoint> {
    const rate = this.learningRate;
    const step = this.taken;
    const batch = this.batch('train', step);
    this.taken += 1;
    return this.trainer.step(batch, step, rate);
  }

  /** Mean loss over a few held-out batches, always the same ones. */
  async *validationLoss(): InPieces<number> {
    let sum = 0;
    for (let step = 0; step < VALIDATION_BATCHES; step++) {
      sum += await this.trainer.evaluate(this.batch('validation', step));
      yield { what: 'held-out batches run', done: step + 1, total: VALIDATION_BATCHES };
    }
    return sum / VALIDATION_BATCHES;
  }

  /** The data set's own measures. */
  async *measures(): InPieces<MeasureValue[]> {
    const values: MeasureValue[] = [];
    for (const measure of this.plan.dataset.measures) {
      values.push(yield* takeMeasure(this.inspector, this.plan.config, measure));
    }
    return values;
  }

  async snapshot(): Promise<Snapshot> {
    const step = this.taken;
    const [weights, moments] = await Promise.all([this.weights.get(), this.trainer.moments()]);
    return { step, weights, moments, variants: this.variants };
  }

  /**
   * The weights of this moment, copied: what looks at them for long sees one step, while the run trains on. Weights that are
   * only looked at never change and are not copied.
   */
  async still(): Promise<Still> {
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
    this.trainer_?.dispose();
    this.weights.dispose();
  }

  private batch(split: 'train' | 'validation', step: number): Batch {
    const { dataset, training, config } = this.plan;
    return dataset.batch({ split, step, seed: training.seed, B: training.B, T: config.T });
  }
}

/** What goes on exactly keeps its shares, or its lack of them; what starts, or was trained elsewhere, takes what there is. */
function sharesOf(B: number, from?: Snapshot, hands?: ShareHands): number {
  return (
    recordedShares(from?.variants, B) ??
    (from?.moments && from.variants ? 1 : sharesFor(B, 1 + (hands?.count ?? 0)))
  );
}
