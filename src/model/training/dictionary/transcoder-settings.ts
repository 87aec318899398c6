// Settings of transcoders in a request, and the result of their training.

import type { SplicedLoss } from '../../../shared/loss-recovered.ts';
import * as v from '../../../shared/validation.ts';
import type { ModelConfig } from '../../architecture/config.ts';
import { FEATURE_ACTIVATIONS } from './dictionary.ts';
import { MAX_FEATURES, MAX_STEPS } from './train-dictionary.ts';
import type { TranscoderQuality, TranscoderSet, TranscoderSettings } from './transcoder-set.ts';

export interface TranscodersResult {
  step: number;
  settings: TranscoderSettings;
  /** Training activations of each layer; of the whole training split, or of sampled rows of it. */
  activations: number;
  whole: boolean;
  layers: TranscoderQuality[];
  /** With all MLPs replaced at once. */
  loss: SplicedLoss;
}

// `TranscoderSettings`; what is absent has a default that depends on the model's width.
export const TRANSCODERS_REQUEST = v.strictObject({
  features: v.optional(v.integerBetween(1, MAX_FEATURES)),
  k: v.optional(v.integerBetween(1, 256)),
  activation: v.optional(v.oneOf(FEATURE_ACTIVATIONS)),
  steps: v.optional(v.integerBetween(1, MAX_STEPS)),
  seed: v.optional(v.SEED),
  seeds: v.optional(v.integerBetween(1, 5)),
});
export type TranscodersRequest = v.InferOutput<typeof TRANSCODERS_REQUEST>;

export function transcoderSettings({ C }: ModelConfig, request: TranscodersRequest): TranscoderSettings {
  const {
    features = Math.min(MAX_FEATURES, 4 * C),
    k = Math.min(16, features),
    seed = 0,
    seeds = 1,
  } = request;
  if (k > features) throw new Error(`There are ${features} features; no activation can have ${k} of them.`);
  const { activation = 'topk', steps = 1000 } = request;
  return { features, k, activation, steps, seed, seeds };
}

export function describeTranscoders(set: TranscoderSet): TranscodersResult {
  const { step, settings, positions, corpus, layers, loss } = set;
  return {
    ...{ step, settings, activations: positions.length, whole: corpus.isComplete, loss },
    layers: layers.map(({ quality }) => quality),
  };
}
