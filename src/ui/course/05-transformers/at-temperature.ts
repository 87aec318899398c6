// Predictions of the map at the temperature that the panels have, so that there is one on the stage.

import { memoize } from '../../../shared/memoize.ts';
import type { TokenProbability } from '../../../workers/rpc/api/lab-api.ts';
import { lastRow, type NetworkValues } from '../../scenes/network/values/network-values.ts';
import { distribution } from './distribution.ts';

/** Where all logits of the last token were read; else as they are, at T = 1. */
export function atTemperature(values: NetworkValues, temperature: number): NetworkValues {
  const known = versions(values);
  const version = known.get(temperature) ?? rescaled(values, temperature);
  known.set(temperature, version);
  return version;
}

/** By temperature: a map that gets another object draws anew. */
const versions = memoize((_: NetworkValues) => new Map<number, NetworkValues>());

function rescaled(values: NetworkValues, temperature: number): NetworkValues {
  const { next, ablated, ablatedLogits, activations } = values;
  const logits = lastRow(activations.logits);
  if (!logits || (ablated && !ablatedLogits)) return { ...values, temperature: 1 };
  return {
    ...values,
    temperature,
    next: withShares(next, logits, temperature),
    ...(ablated && ablatedLogits && { ablated: withShares(ablated, ablatedLogits, temperature) }),
  };
}

function withShares(tokens: readonly TokenProbability[], logits: Float32Array, temperature: number) {
  const p = distribution(logits, temperature);
  return tokens.map((token) => ({ ...token, probability: p[token.id] }));
}
