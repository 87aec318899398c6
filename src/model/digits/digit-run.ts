// A run of the digit network: its images, its trainer, the current step, and the path of its weights.

import type { Executor } from '../../kernels/backends/executor.ts';
import type { StepPoint } from '../../shared/history/series.ts';
import { random } from '../../shared/random.ts';
import type { WeightValues } from '../architecture/weights.ts';
import { initialWeights, Weights } from '../architecture/weights.ts';
import type { Mnist } from '../data/mnist/mnist.ts';
import { learningRateAt } from '../training/learning-rate-schedule.ts';
import type { OptimizerConfig } from '../training/optimizer/optimizer-config.ts';
import type { Snapshot } from '../training/snapshot.ts';
import { Trainer } from '../training/trainer.ts';
import { DigitInspector } from './digit-inspector.ts';
import type { DigitBatch } from './digit-network.ts';
import { digitNetwork, digitParameters } from './digit-network.ts';
import type { DigitPlan, DigitTraining } from './digit-settings.ts';

/** The weights at one step. */
export interface PathPoint {
  readonly step: number;
  readonly weights: WeightValues;
}

/** Beyond this number, every second point of the path is dropped. */
const MAX_PATH_POINTS = 128;

/** Adam (Kingma & Ba 2015): AdamW without weight decay. */
const ADAM: OptimizerConfig = { kind: 'adamw', beta1: 0.9, beta2: 0.999, weightDecay: 0 };

export class DigitRun {
  readonly plan: DigitPlan;
  readonly weights: Weights;
  readonly inspector: DigitInspector;
  private readonly mnist: Mnist;
  private readonly trainer: Trainer<DigitBatch>;
  private readonly order: (position: number) => number;
  /** Created on first use, since the labels may not be loaded before. */
  private permutedLabels: readonly number[] | undefined;
  private queuedSteps: number;
  private pathPoints: PathPoint[] = [];

  private constructor(parts: DigitRunParts) {
    const { plan, mnist } = parts;
    this.plan = plan;
    this.mnist = mnist;
    this.weights = parts.weights;
    this.trainer = parts.trainer;
    this.inspector = parts.inspector;
    this.queuedSteps = parts.step;
    this.order = shuffledOrder(plan.training);
  }

  /** A run from a snapshot, or from step 0 with initial weights. Training requires loaded images; `create` does not. */
  static async create(
    executor: Executor,
    plan: DigitPlan,
    mnist: Mnist,
    snapshot?: Snapshot,
  ): Promise<DigitRun> {
    const { config, training } = plan;
    const weights = new Weights(executor, digitParameters(config, training.start));
    try {
      const values = snapshot?.weights ?? initialWeights(weights.parameters, training);
      weights.set(values);
      const { optimizer, momentum, B } = training;
      const trainer = await Trainer.create(executor, weights, digitNetwork(config, B), {
        clipNorm: 0,
        optimizer: optimizer === 'adam' ? ADAM : { kind: 'sgd', momentum },
        variants: snapshot?.variants,
      });
      if (snapshot?.moments) trainer.setMoments(snapshot.moments);
      const inspector = new DigitInspector(executor, config, weights);
      const run = new DigitRun({ plan, mnist, weights, trainer, inspector, step: snapshot?.step ?? 0 });
      run.recordPathPoint({ step: run.step, weights: values });
      return run;
    } catch (error) {
      weights.dispose();
      throw error;
    }
  }

  get step(): number {
    return this.queuedSteps;
  }

  get steps(): number {
    return this.plan.training.steps;
  }

  get finished(): boolean {
    return this.queuedSteps >= this.steps;
  }

  /** Images per step. */
  get unitsPerStep(): number {
    return this.plan.training.B;
  }

  get variants(): Readonly<Record<string, string>> {
    return this.trainer.variants;
  }

  /** Learning rate of the next step. */
  get learningRate(): number {
    return learningRateAt(this.queuedSteps, { ...this.plan.training, warmupSteps: 0 });
  }

  /** Weights at earlier steps, in order. */
  get path(): readonly PathPoint[] {
    return this.pathPoints;
  }

  /** Queues the next training step synchronously; resolves with its loss. Several steps may be in flight. */
  train(): Promise<StepPoint> {
    const rate = this.learningRate;
    const step = this.queuedSteps;
    const batch = this.batch(step);
    this.queuedSteps += 1;
    return this.trainer.step(batch, step, rate);
  }

  /** Indices of a step's images in the training data, and the labels the run trains on. */
  examples(step: number): { indices: number[]; labels: Int32Array<ArrayBuffer> } {
    const { B } = this.plan.training;
    const indices = Array.from({ length: B }, (_, b) => this.order(step * B + b));
    return { indices, labels: this.labels(indices) };
  }

  /** Labels of training images as this run trains on them: true, or shuffled. */
  labels(indices: readonly number[]): Int32Array<ArrayBuffer> {
    const { images, shuffledLabels, seed } = this.plan.training;
    if (!shuffledLabels) return this.mnist.labels('train', indices);
    this.permutedLabels ??= shuffleLabels(this.mnist, images, seed);
    const { permutedLabels } = this;
    return Int32Array.from(indices, (index) => permutedLabels[index]);
  }

  async snapshot(): Promise<Snapshot> {
    const step = this.queuedSteps;
    const [weights, moments] = await Promise.all([this.weights.get(), this.trainer.getMoments()]);
    return { step, weights, moments, variants: this.variants };
  }

  /** Adds the weights of a step to the path. */
  recordPathPoint({ step, weights }: PathPoint): void {
    this.pathPoints = [...this.pathPoints.filter((point) => point.step < step), { step, weights }];
    if (this.pathPoints.length > MAX_PATH_POINTS)
      this.pathPoints = this.pathPoints.filter((_, i) => i % 2 === 0);
  }

  /** Adds weights of steps before the path, from the run that this one was opened from. */
  prependPath(points: readonly PathPoint[]): void {
    const [{ step: first }] = this.pathPoints;
    this.pathPoints = [...points.filter(({ step }) => step < first), ...this.pathPoints];
  }

  dispose(): void {
    this.inspector.dispose();
    this.trainer.dispose();
    this.weights.dispose();
  }

  private batch(step: number): DigitBatch {
    const { indices, labels } = this.examples(step);
    return { pixels: this.mnist.pixels('train', indices), labels };
  }
}

interface DigitRunParts {
  readonly plan: DigitPlan;
  readonly mnist: Mnist;
  readonly weights: Weights;
  readonly trainer: Trainer<DigitBatch>;
  readonly inspector: DigitInspector;
  readonly step: number;
}

/** The image at each position of an endless order with a new shuffle each epoch. Caches the current epoch only. */
function shuffledOrder({ images, seed }: DigitTraining): (position: number) => number {
  let shuffled = { epoch: -1, order: [] as number[] };
  return (position) => {
    const epoch = Math.floor(position / images);
    if (shuffled.epoch !== epoch) {
      const order = Array.from({ length: images }, (_, index) => index);
      shuffled = { epoch, order: random(seed, 'digits', 'epoch', epoch).shuffle(order) };
    }
    return shuffled.order[position % images];
  };
}

/** A random permutation of the labels of the first `images` images. */
function shuffleLabels(mnist: Mnist, images: number, seed: number): number[] {
  const labels = Array.from({ length: images }, (_, index) => mnist.label('train', index));
  return random(seed, 'digits', 'labels').shuffle(labels);
}
