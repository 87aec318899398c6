// Request, result and table of the lenses that train transcoders.

import * as v from 'valibot';
import type { ModelConfig } from '../../../model/architecture/config.ts';
import { lossRecovered, type SplicedLoss } from '../../../shared/loss-recovered.ts';
import { integerBetween, oneOf, strictObject } from '../../../shared/validation.ts';
import { SEED } from '../../shared/schemas.ts';
import { type Column, columnTable, fixed, percents } from '../../shared/text-table.ts';
import { FEATURE_ACTIVATIONS } from '../dictionary/dictionary.ts';
import { MAX_FEATURES, MAX_STEPS, spliceLine } from '../dictionary/dictionary-table.ts';
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

// As `TranscoderSettings`; what is absent has a default that depends on the model's width.
export const TRANSCODERS_REQUEST = strictObject({
  features: v.optional(integerBetween(1, MAX_FEATURES)),
  k: v.optional(integerBetween(1, 256)),
  activation: v.optional(oneOf(FEATURE_ACTIVATIONS)),
  steps: v.optional(integerBetween(1, MAX_STEPS)),
  seed: v.optional(SEED),
  seeds: v.optional(integerBetween(1, 5)),
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

export function transcoderLines({ settings, activations, whole, layers, loss }: TranscodersResult): string[] {
  const { features, k, activation, steps, seeds } = settings;
  const hasStability = layers.some(({ stability }) => stability);
  const cosine = (value: number | undefined) => value?.toFixed(2) ?? '–';
  const columns: Column<TranscodersResult['layers'][number]>[] = [
    ['layer', ({ layer }) => String(layer)],
    percents('explained', ({ explained }) => explained),
    percents('held-out rows', ({ explainedBeside }) => explainedBeside),
    fixed('L0', ({ used }) => used, 1),
    ['dead', ({ dead }) => String(dead)],
    percents('loss recovered (zero)', (layer) => lossRecovered(layer.loss, 'zero')),
    percents('(mean)', (layer) => lossRecovered(layer.loss, 'mean')),
  ];
  const ofStability: typeof columns = [
    ['best cosine', ({ stability }) => cosine(stability?.cosine)],
    percents('above 0.9', ({ stability }) => stability?.found ?? Number.NaN),
    ['random', ({ stability }) => cosine(stability?.chance)],
  ];
  return [
    `${features} features a layer (${activation}, k ${k}), ${steps} steps on ${activations} tokens of ${whole ? 'the whole training split' : 'sampled training rows'}${seeds > 1 ? `, ${seeds} seeds` : ''}`,
    ...columnTable(layers, hasStability ? [...columns, ...ofStability] : columns),
    `all layers: ${spliceLine(loss)}`,
  ];
}
