// The last sparse autoencoder of each run, for the lenses on its features.

import type { WeightValues } from '../../model/architecture/weights.ts';
import type { Corpus } from '../../model/data/corpus.ts';
import type { Run } from '../../model/training/run.ts';
import { mlpLogitEffect } from '../neurons/neuron.ts';
import type { SubjectActivations } from '../shared/and-gates.ts';
import type { TokenScore } from '../shared/results.ts';
import type { TokenPosition } from '../shared/top-activations.ts';
import { topAndBottomTokens } from '../shared/top-tokens.ts';
import { TOKENS_PER_LIST } from '../shared/unit-results.ts';
import type { Vectors } from '../shared/vectors.ts';
import { type Dictionary, featureDirection } from './sparse-autoencoder/sparse-autoencoder.ts';

export interface TrainedAutoencoder {
  readonly step: number;
  readonly layer: number;
  readonly dictionary: Dictionary;
  readonly corpus: Corpus;
  readonly positions: readonly TokenPosition[];
  /** (positions, F): each feature at every token. */
  readonly activations: Vectors;
  readonly subjects: SubjectActivations;
}

const trainedAutoencoders = new WeakMap<Run, TrainedAutoencoder>();

export function setTrainedAutoencoder(run: Run, trained: TrainedAutoencoder): void {
  trainedAutoencoders.set(run, trained);
}

/** Throws if no sparse autoencoder was trained on this run. */
export function trainedAutoencoder(run: Run): TrainedAutoencoder {
  const trained = trainedAutoencoders.get(run);
  if (!trained) throw new Error('This model has no features yet; train a sparse autoencoder first.');
  return trained;
}

/** Tokens with the highest and the lowest direct effect of one unit of a feature. */
export function featureLogitEffect(
  run: Run,
  weights: WeightValues,
  { layer, dictionary }: TrainedAutoencoder,
  feature: number,
): [TokenScore[], TokenScore[]] {
  const direction = featureDirection(dictionary, feature);
  return topAndBottomTokens(run, mlpLogitEffect(run.plan.config, weights, layer, direction), TOKENS_PER_LIST);
}
