// What the chapter's scenes show.

import { msg } from '@lit/localize';
import { memoize } from '../../../shared/memoize.ts';
import type { HeadTraceResult } from '../../../workers/rpc/api/lab-api.ts';
import { type DeltaInput, type DeltaPart, sumOf } from '../../scenes/delta/delta-scene.ts';
import { type Context, headLabel, tokenLabels } from './context.ts';
import { rowOf } from './vector-math.ts';

/** Values with a strip of their own; the others share one. */
const MOST_PARTS = 3;
const LEAST_WEIGHT = 0.03;

/** For the weighted sum of values. */
export const deltaInput = ({ headTrace, request }: Pick<Context, 'headTrace' | 'request'>): DeltaInput => ({
  ...deltaOf(headTrace),
  head: headLabel({ request }),
});

const deltaOf = memoize((trace: HeadTraceResult): Omit<DeltaInput, 'head'> => {
  const { tokens, query, stream, pattern, values } = trace;
  const C = stream.length / tokens.length;
  const weights = rowOf(pattern, query, tokens.length);
  const names = tokenLabels(trace);
  const parts = names.slice(0, query + 1).map((name, key): DeltaPart => {
    return { name, weight: weights[key], value: rowOf(values, key, C) };
  });
  return { token: names[query], before: rowOf(stream, query, C), parts: withRest(parts) };
});

/** Those with noticeable weights, in the order of the text, then the rest as one. */
function withRest(parts: readonly DeltaPart[]): readonly DeltaPart[] {
  const ranked = parts.toSorted((a, b) => b.weight - a.weight);
  const shown = ranked.filter(({ weight }, i) => i === 0 || (i < MOST_PARTS && weight >= LEAST_WEIGHT));
  const rest = parts.filter((part) => !shown.includes(part));
  const weight = rest.reduce((sum, part) => sum + part.weight, 0);
  const kept = parts.filter((part) => shown.includes(part));
  if (weight === 0) return kept;
  return [...kept, { name: msg('the rest'), weight, value: sumOf(rest).map((x) => x / weight) }];
}
