// Trains by shares of the batch: other threads compute some of them, and the optimiser runs once, on the sum of all.

import type { StepPoint } from '../../history/series.ts';
import type { Executor } from '../../kernels/executor.ts';
import type { ModelConfig } from '../config.ts';
import type { Batch } from '../data/dataset.ts';
import { nextTokenTask } from '../next-token-task.ts';
import { type Moments, Trainer } from '../trainer.ts';
import type { TrainerOptions } from '../training-step.ts';
import type { Weights } from '../weights.ts';
import type { ShareSize } from './share-program.ts';
import { combine, cutBatch, recordShares, type ShareResult, weightsOf } from './shares.ts';
import { Worth } from './worth.ts';

/** A thread that computes shares of one size. */
export interface ShareHand {
  /** Undefined if it cannot: it is not ready yet, or lost. The weights are handed over to it. */
  compute(weights: Float32Array<ArrayBuffer>, share: Batch): Promise<ShareResult | undefined>;
  dispose(): void;
}

/** Threads to be had beside this one. */
export interface ShareHands {
  readonly count: number;
  engage(config: ModelConfig, size: ShareSize): ShareHand[];
}

export interface ShareOptions extends TrainerOptions {
  readonly B: number;
  readonly shares: number;
  /** Without any, this thread computes every share: slower, and the same numbers. */
  readonly hands?: ShareHands;
}

/**
 * Into how many shares a batch is cut decides the numbers, for it decides how sums are rounded. Who computes them does not:
 * a share whose thread is not ready, or gone, is computed here, by the same kernels on the same rows.
 */
export class ShareTrainer {
  /** One: a step needs the weights of the one before, and others must not see them halfway. */
  readonly stepsAhead = 1;
  private readonly trainer: Trainer<Batch>;
  private readonly weights: Weights;
  private readonly shares: number;
  private readonly engage: () => ShareHand[];
  /** Engaged with the first step: a model that is only looked at needs none. */
  private hands: readonly ShareHand[] | undefined;
  private readonly worth = new Worth();
  /** What was asked for last: one thing after the other. */
  private last: Promise<unknown> = Promise.resolve();

  private constructor(trainer: Trainer<Batch>, weights: Weights, shares: number, engage: () => ShareHand[]) {
    this.trainer = trainer;
    this.weights = weights;
    this.shares = shares;
    this.engage = engage;
  }

  static async create(
    executor: Executor,
    weights: Weights,
    config: ModelConfig,
    { B, shares, hands, ...options }: ShareOptions,
  ): Promise<ShareTrainer> {
    const size = { B: B / shares, T: config.T };
    const trainer = await Trainer.create(executor, weights, nextTokenTask(config, size), options);
    return new ShareTrainer(trainer, weights, shares, () => hands?.engage(config, size) ?? []);
  }

  get variants(): Readonly<Record<string, string>> {
    return recordShares(this.trainer.variants, this.shares);
  }

  /** Queues step `step` (from 0) at this learning rate; resolves with its figures. */
  step(batch: Batch, step: number, learningRate: number): Promise<StepPoint> {
    return this.next(async () => {
      const shares = cutBatch(batch, this.shares);
      const { loss, gradients } = combine(await this.compute(shares), weightsOf(shares));
      const gradientNorm = await this.trainer.update(gradients, step, learningRate);
      return { step, loss, gradientNorm, learningRate };
    });
  }

  /** The loss of a batch, without learning from it. */
  evaluate(batch: Batch): Promise<number> {
    return this.next(async () => {
      const shares = cutBatch(batch, this.shares);
      const weights = weightsOf(shares);
      let loss = 0;
      for (const [i, share] of shares.entries()) loss += weights[i] * (await this.trainer.evaluate(share));
      return loss;
    });
  }

  moments(): Promise<Moments> {
    return this.next(() => this.trainer.moments());
  }

  setMoments(moments: Moments): void {
    this.trainer.setMoments(moments);
  }

  dispose(): void {
    for (const hand of this.hands ?? []) hand.dispose();
    this.trainer.dispose();
  }

  /** The first share is this thread's, the others go to the hands there are; what none of them does is done here. */
  private async compute([own, ...others]: readonly Batch[]): Promise<ShareResult[]> {
    const hands = this.worth.takesHelp() ? this.engaged() : [];
    const { storage, layout } = this.weights;
    const copies = await Promise.all(hands.map(() => storage.read(0, layout.length)));
    const begin = performance.now();
    const asked = hands.map((hand, i) => hand.compute(copies[i], others[i]));
    const results = [await this.trainer.gradientsOf(own)];
    const alone = (performance.now() - begin) * this.shares;
    const answers = await Promise.all(asked);
    if (answers.length === others.length && answers.every(Boolean))
      this.worth.note(alone, performance.now() - begin);
    for (const [i, share] of others.entries())
      results.push(answers[i] ?? (await this.trainer.gradientsOf(share)));
    return results;
  }

  private engaged(): readonly ShareHand[] {
    this.hands ??= this.engage().slice(0, this.shares - 1);
    return this.hands;
  }

  private next<Result>(work: () => Promise<Result>): Promise<Result> {
    const result = this.last.then(work);
    this.last = result.catch(() => {});
    return result;
  }
}

/** By shares where there are to be more than one. */
export function nextTokenTrainer(
  executor: Executor,
  weights: Weights,
  config: ModelConfig,
  options: ShareOptions,
): Promise<Trainer<Batch> | ShareTrainer> {
  const { B, shares, hands, ...rest } = options;
  if (shares > 1) return ShareTrainer.create(executor, weights, config, options);
  return Trainer.create(executor, weights, nextTokenTask(config, { B, T: config.T }), rest);
}
