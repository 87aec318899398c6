// The last sparse autoencoder of each run, for the lenses on its features.

import type { WeightValues } from '../../model/architecture/weights.ts';
import type { Corpus } from '../../model/data/corpus.ts';
import type { TokenPosition } from '../../model/inspection/corpus-activations.ts';
import { type Dictionary, writtenDirection } from '../../model/training/dictionary/dictionary.ts';
import { type Site, streamDirection } from '../../model/training/dictionary/sites.ts';
import type { SparseCode } from '../../model/training/dictionary/sparse-code.ts';
import type { Run } from '../../model/training/run.ts';
import { unembedding } from '../attribution/direct-attribution.ts';
import type { SubjectActivations } from '../shared/and-gates.ts';
import type { TokenScore } from '../shared/results.ts';
import { topAndBottomTokens } from '../shared/top-tokens.ts';
import { TOKENS_PER_LIST, type TopActivationsResult, toTopActivations } from '../shared/unit-results.ts';

export interface TrainedAutoencoder {
  readonly step: number;
  /** Fingerprint of the weights that it was trained on. */
  readonly fingerprint: number;
  readonly layer: number;
  readonly site: Site;
  readonly dictionary: Dictionary;
  readonly corpus: Corpus;
  readonly positions: readonly TokenPosition[];
  /** Each feature at every token. */
  readonly code: SparseCode;
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
  run: Pick<Run, 'plan'>,
  weights: WeightValues,
  { dictionary, ...place }: Pick<TrainedAutoencoder, 'site' | 'layer' | 'dictionary'>,
  feature: number,
): [TokenScore[], TokenScore[]] {
  const { config } = run.plan;
  const direction = streamDirection(config, weights, place, writtenDirection(dictionary, feature));
  return topAndBottomTokens(run, unembedding(config, weights, 1).direct(direction), TOKENS_PER_LIST);
}

/** Where in the data a feature is above 0. */
export function featureActivations(
  run: Pick<Run, 'plan'>,
  { corpus, positions, code }: Pick<TrainedAutoencoder, 'corpus' | 'positions' | 'code'>,
  feature: number,
): TopActivationsResult {
  const column = code.column(feature, positions);
  const { mean, active, ...result } = toTopActivations(run, corpus, column.vectors, column.positions, 0);
  return {
    ...result,
    active,
    places: positions.length,
    mean: (mean * active) / Math.max(1, positions.length),
  };
}
