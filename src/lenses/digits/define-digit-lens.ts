// Lenses of the digit network, chapters 1 to 4.

import type { Executor } from '../../kernels/backends/executor.ts';
import type { DigitSplit, Mnist } from '../../model/data/mnist/mnist.ts';
import type { ComparisonRuns } from '../../model/digits/comparison-runs.ts';
import type { DigitRun } from '../../model/digits/digit-run.ts';
import type { SmallNetworkRunner } from '../../model/digits/small-network.ts';
import type { Lens } from '../shared/define-lens.ts';

export interface DigitLensContext {
  /** The current run. Throws if there is none. */
  readonly run: () => DigitRun;
  readonly mnist: Mnist;
  readonly executor: () => Executor;
  readonly small: () => SmallNetworkRunner;
  readonly comparisonRuns: ComparisonRuns;
}

/** The first `count` images of a split. */
export interface DigitImages {
  readonly split: DigitSplit;
  readonly count: number;
}

export interface DigitLens<TName extends string, TRequest, TResult>
  extends Lens<DigitLensContext, TName, TRequest, TResult> {
  /** Images that must be loaded before `compute`. */
  readonly images?: (request: TRequest, context: DigitLensContext) => DigitImages;
  /** Whether `compute` needs the path of the weights from the first step on. */
  readonly readsPath?: (request: TRequest) => boolean;
}

export function defineDigitLens<const TName extends string, TRequest, TResult>(
  lens: DigitLens<TName, TRequest, TResult>,
): DigitLens<TName, TRequest, TResult> {
  return lens;
}

/** For lenses that read the labels or the first images of the training split. */
export const anyTrainingImage = (): DigitImages => ({ split: 'train', count: 1 });
