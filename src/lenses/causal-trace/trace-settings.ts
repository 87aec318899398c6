// Noise of a trace, and the rows that both lenses return.

import type { ActivationName } from '../../model/architecture/activations.ts';
import { modelViews } from '../../model/architecture/architecture.ts';
import { readViews } from '../../model/architecture/views/views.ts';
import type { FrozenModel } from '../../model/training/run.ts';
import type { Interval } from '../shared/bootstrap.ts';
import type { LensOptions } from '../shared/lens-table.ts';
import * as v from '../shared/schemas.ts';
import { formatPercent } from '../shared/text-table.ts';
import { embeddingStd } from './causal-trace.ts';
import type { Noise } from './trace-request.ts';

/** `samples`: runs with different noise, 10 by default. `noise`: in standard deviations of the embedding, 3 by default. */
export const TRACE_SETTINGS = {
  samples: v.optional(v.anyNumber),
  noise: v.optional(v.anyNumber),
  seed: v.optional(v.SEED),
};

interface TraceSettings {
  readonly samples?: number;
  readonly noise?: number;
  readonly seed?: number;
}

const SAMPLES = { min: 1, default: 10, max: 4096 };
/** As in ROME. */
const DEFAULT_NOISE = 3;

export async function resolveNoise(
  frozen: FrozenModel,
  { samples = SAMPLES.default, noise = DEFAULT_NOISE, seed = 0 }: TraceSettings,
): Promise<Noise> {
  if (!Number.isInteger(samples) || samples < SAMPLES.min || samples > SAMPLES.max)
    throw new Error(`The number of samples is ${samples}; it can be ${SAMPLES.min} to ${SAMPLES.max}.`);
  if (!(noise > 0 && noise <= 100))
    throw new Error(`The noise is ${noise} standard deviations; it must be above 0 and at most 100.`);
  const { config } = frozen.plan;
  const weights = await readViews(frozen.weights, [modelViews(config).embedding]);
  return { samples, seed, standardDeviation: noise * embeddingStd(config, weights) };
}

export const traceSettings = ({ samples, noise, seed }: LensOptions): TraceSettings => ({
  samples,
  noise,
  seed,
});

/** One restored state of the model. */
export interface TraceRow {
  name: ActivationName;
  kind: 'embedding' | 'attention' | 'mlp' | 'residual';
  /** From 0; 0 also for the embedding. */
  layer: number;
  /**
   * By position, or by token role: the share of the probability lost to the noise that returns if this state alone is
   * restored. 0 is none, 1 all; NaN if the noise took nothing.
   */
  recovered: number[];
  /** By token role: 95 % of a bootstrap over facts. */
  intervals?: Interval[];
}

export const recoveredCells = (rows: readonly TraceRow[]): string[][] =>
  rows.map(({ kind, layer, recovered, intervals }) => [
    kind === 'embedding' ? kind : `${kind} ${layer}`,
    ...recovered.map((share, i) =>
      intervals && !Number.isNaN(share)
        ? `${formatPercent(share)} ${formatInterval(intervals[i])}`
        : formatPercent(share),
    ),
  ]);

const formatInterval = ([low, high]: Interval) => `(${Math.round(100 * low)} to ${Math.round(100 * high)})`;
