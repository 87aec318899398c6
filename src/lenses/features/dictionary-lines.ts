// Lines about trained dictionaries for the command line.

import type { TranscodersResult } from '../../model/training/dictionary/transcoder-settings.ts';
import { lossRecovered, type SplicedLoss } from '../../shared/loss-recovered.ts';
import { type Column, columnTable, fixed, formatPercent, percents } from '../shared/text-table.ts';

export const spliceLine = (loss: SplicedLoss): string =>
  `held-out loss ${loss.clean.toFixed(3)}, with the reconstruction ${loss.spliced.toFixed(3)}, ablated to zero ${loss.zero.toFixed(3)}, to the mean ${loss.mean.toFixed(3)}: recovered ${formatPercent(lossRecovered(loss, 'zero'))} and ${formatPercent(lossRecovered(loss, 'mean'))}`;

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
