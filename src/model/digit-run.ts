// A run of the digit network: its images in their order, its trainer, the step it has come to, and the path it took.

import type { StepPoint } from '../history/series.ts';
import type { Executor } from '../kernels/executor.ts';
import type { Mnist } from './data/mnist/mnist.ts';
import { DigitInspector } from './digit-inspector.ts';
import type { DigitPlan, DigitTraining } from './digit-settings.ts';
import type { DigitBatch } from './digits.ts';
import { digitNetwork, digitParameters } from './digits.ts';
import type { OptimizerConfig } from './optimizer.ts';
import { random } from './random.ts';
import type { Snapshot } from './run.ts';
import { learningRate } from './schedule.ts';
import { Trainer } from './trainer.ts';
import type { WeightValues } from './weights.ts';
import { initialWeights, Weights } from './weights.ts';

/** A place the weights have been at. */
export interface PathPoint {
  readonly step: number;
  readonly weights: WeightValues;
}

/** Places kept of a path; when there are more, every second one goes. */
const PATH_POINTS = 128;

/** Adam as its paper has it (Kingma & Ba 2015), without decay. */
const ADAM: OptimizerConfig = { kind: 'adamw', beta1: 0.9, beta2: 0.999, weightDecay: 0 };

export class DigitRun {
  readonly plan: DigitPlan;
  readonly weights: Weights;
  readonly inspector: DigitInspector;
  private readonly mnist: Mnist;
  private readonly trainer: Trainer<DigitBatch>;
  private readonly order: (place: number) => number;
  /** Made when first asked for, because only then the images need to be here. */
  private shuffled: readonly number[] | undefined;
  private taken: number;
  private places: PathPoint[] = [];

  private constructor(parts: RunParts) {
    const { plan, mnist } = parts;
    this.plan = plan;
    this.mnist = mnist;
    this.weights = parts.weights;
    this.trainer = parts.trainer;
    this.inspector = parts.inspector;
    this.taken = parts.step;
    this.order = shuffledOrder(plan.training);
  }

  /** A run at step 0 with fresh weights, or going on from a snapshot. Training needs the images; making a run does not. */
  static async create(executor: Executor, plan: DigitPlan, mnist: Mnist, from?: Snapshot): Promise<DigitRun> {
    const { config, training } = plan;
    const weights = new Weights(executor, digitParameters(config, training.start));
    try {
      const values = from?.weights ?? initialWeights(weights.parameters, training);
      weights.set(values);
      const { optimizer, momentum, B } = training;
      const trainer = await Trainer.create(executor, weights, digitNetwork(config, B), {
        clipNorm: 0,
        optimizer: optimizer === 'adam' ? ADAM : { kind: 'sgd', momentum },
        variants: from?.variants,
      });
      if (from?.moments) trainer.setMoments(from.moments);
      const inspector = new DigitInspector(executor, config, weights);
      const run = new DigitRun({ plan, mnist, weights, trainer, inspector, step: from?.step ?? 0 });
      run.notePlace({ step: run.step, weights: values });
      return run;
    } catch (error) {
      weights.dispose();
      throw error;
    }
  }

  get step(): number {
    return this.taken;
  }

  get steps(): number {
    return this.plan.training.steps;
  }

  get finished(): boolean {
    return this.taken >= this.steps;
  }

  /** Images a step. */
  get unitsPerStep(): number {
    return this.plan.training.B;
  }

  get variants(): Readonly<Record<string, string>> {
    return this.trainer.variants;
  }

  /** The rate of the next step. */
  get learningRate(): number {
    return learningRate(this.taken, { ...this.plan.training, warmupSteps: 0 });
  }

  /** Where the weights have been, in the order of steps. */
  get path(): readonly PathPoint[] {
    return this.places;
  }

  /** Queues the next training step at once; resolves with its figures. Several may be under way. */
  train(): Promise<StepPoint> {
    const rate = this.learningRate;
    const step = this.taken;
    const batch = this.batch(step);
    this.taken += 1;
    return this.trainer.step(batch, step, rate);
  }

  /** The images of a step, by their index in the training data, and what the run takes for their labels. */
  examples(step: number): { indices: number[]; labels: Int32Array<ArrayBuffer> } {
    const { B } = this.plan.training;
    const indices = Array.from({ length: B }, (_, b) => this.order(step * B + b));
    return { indices, labels: this.labels(indices) };
  }

  /** Labels of training images as this run learns them: the true ones, or those dealt out at random. */
  labels(indices: readonly number[]): Int32Array<ArrayBuffer> {
    const { images, shuffledLabels, seed } = this.plan.training;
    if (!shuffledLabels) return this.mnist.labels('train', indices);
    this.shuffled ??= dealLabels(this.mnist, images, seed);
    const { shuffled } = this;
    return Int32Array.from(indices, (index) => shuffled[index]);
  }

  async snapshot(): Promise<Snapshot> {
    const step = this.taken;
    const [weights, moments] = await Promise.all([this.weights.get(), this.trainer.moments()]);
    return { step, weights, moments, variants: this.variants };
  }

  /** Adds the weights of a step to the path. */
  notePlace({ step, weights }: PathPoint): void {
    this.places = [...this.places.filter((place) => place.step < step), { step, weights }];
    if (this.places.length > PATH_POINTS) this.places = this.places.filter((_, i) => i % 2 === 0);
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

interface RunParts {
  readonly plan: DigitPlan;
  readonly mnist: Mnist;
  readonly weights: Weights;
  readonly trainer: Trainer<DigitBatch>;
  readonly inspector: DigitInspector;
  readonly step: number;
}

/** The image at each place of an endless order: a new shuffle for each time through the images. Remembers only the last. */
function shuffledOrder({ images, seed }: DigitTraining): (place: number) => number {
  let shuffled = { epoch: -1, order: [] as number[] };
  return (place) => {
    const epoch = Math.floor(place / images);
    if (shuffled.epoch !== epoch) {
      const order = Array.from({ length: images }, (_, index) => index);
      shuffled = { epoch, order: random(seed, 'digits', 'epoch', epoch).shuffle(order) };
    }
    return shuffled.order[place % images];
  };
}

/** The labels of the first `images`, dealt out anew: as many of each digit as before. */
function dealLabels(mnist: Mnist, images: number, seed: number): number[] {
  const labels = Array.from({ length: images }, (_, index) => mnist.label('train', index));
  return random(seed, 'digits', 'labels').shuffle(labels);
}
