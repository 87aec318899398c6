// What the chapter's scenes show.

import { msg } from '@lit/localize';
import { memoize } from '../../../shared/memoize.ts';
import type {
  CrossAttentionResult,
  HeadMatricesResult,
  HeadTraceResult,
  LensResult,
  PhrasesResult,
  Tensor,
} from '../../../workers/rpc/api/lab-api.ts';
import { FocusChangeEvent } from '../../events/index.ts';
import { formatPercent } from '../../format/numbers.ts';
import { tokenLabel } from '../../format/token-label.ts';
import type { ContextInput } from '../../scenes/context/context-scene.ts';
import type { CrossInput } from '../../scenes/cross/cross-scene.ts';
import { type DeltaInput, type DeltaPart, sumOf } from '../../scenes/delta/delta-scene.ts';
import type { FactorsInput } from '../../scenes/factors/factors-scene.ts';
import type { FormulaInput } from '../../scenes/formula/formula-scene.ts';
import type { HeadsInput } from '../../scenes/heads/heads-scene.ts';
import type { PrefixesInput } from '../../scenes/prefixes/prefixes-scene.ts';
import type { SensesInput } from '../../scenes/senses/senses-scene.ts';
import { sliceHead } from '../../views/attention/head-values.ts';
import { headName } from '../chapter-stage/head-names.ts';
import { GPT3 } from './attention-count.ts';
import { choice } from './choices.ts';
import { type Context, headLabel, tokenLabels } from './context.ts';
import { nextKeysText } from './cross-attention.ts';
import { triangleCorners } from './triangle-corners.ts';
import { rowOf, transpose } from './vector-math.ts';
import { wordPlane } from './word-plane.ts';

/** Values that stand alone; the others share one. */
const MOST_PARTS = 3;
const LEAST_WEIGHT = 0.1;

type Delta = Pick<Context, 'headTrace' | 'request' | 'lenses'>;

/** For the weighted sum of values. */
export function deltaInput({ headTrace, request, lenses: { weights } }: Delta): DeltaInput {
  const plane = weights && planeOf(headTrace)(weights.tensor)(request.run.vocabulary);
  return { ...deltaOf(headTrace), head: headLabel({ request }), plane };
}

/** The same plane for the same numbers. */
const planeOf = memoize((trace: HeadTraceResult) =>
  memoize((unembedding: Tensor) =>
    memoize((vocabulary: readonly string[]): DeltaInput['plane'] => {
      const { parts } = deltaOf(trace);
      const [first, second] = parts.toSorted((a, b) => b.weight - a.weight);
      if (!second) return undefined;
      const scaled = [first, second].map(({ weight, value }) => value.map((x) => weight * x));
      // Without tokens of a single letter or byte.
      const labels = vocabulary
        .map(tokenLabel)
        .map((label) => (/^␣?\p{L}{2,}$/u.test(label) ? label : undefined));
      const places = wordPlane(unembedding, labels, [scaled[0], scaled[1]], sumOf(parts));
      return { ...places, names: [first.name, second.name] };
    }),
  ),
);

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

/** Tokens that a head promotes, in its tip. */
const PROMOTED_COUNT = 3;

type Heads = Pick<Context, 'headTrace' | 'headPatterns' | 'patterns' | 'request'>;

/** For the sum of all heads of a block. */
export const headsInput = (context: Heads): HeadsInput =>
  headsOf(context.headTrace)(context.headPatterns)(context);

/** The same object for the same numbers and names. */
const headsOf = memoize((_: HeadTraceResult) =>
  memoize((_: Context['headPatterns']) => {
    let input: HeadsInput | undefined;
    return (context: Heads) => (input ??= sumOfHeads(context));
  }),
);

function sumOfHeads({ headTrace, headPatterns, patterns, request: { layer } }: Heads): HeadsInput {
  const { tokens, query, stream, out, changes, promoted } = headTrace;
  const [T, C] = [tokens.length, stream.length / tokens.length];
  const names = tokenLabels(headTrace);
  const heads = changes.map((change, head) => {
    const pattern = sliceHead(patterns[layer], head);
    const weights = rowOf(pattern, query, T);
    const weight = Math.max(...weights);
    return {
      ...{ place: `${layer + 1}.${head + 1}`, task: headName(headPatterns, layer, head), change },
      ...{ pattern: transpose(pattern, T), attended: { name: names[weights.indexOf(weight)], weight } },
      promoted: promoted[head]
        .slice(0, PROMOTED_COUNT)
        .map(({ text }) => tokenLabel(text))
        .join(', '),
    };
  });
  const bias = changes.reduce((rest, change) => rest.map((x, c) => x - change[c]), rowOf(out, query, C));
  return {
    ...{ token: names[query], query, length: T, heads, before: rowOf(stream, query, C), bias },
    largeCount: GPT3.heads,
  };
}

/** For the formula: the same object for the same numbers. */
export const formulaInput = memoize((trace: HeadTraceResult): FormulaInput => {
  const { tokens, query, q, k, v, scores, pattern } = trace;
  const T = tokens.length;
  const rows = (matrix: Float32Array) => tokens.map((_, i) => rowOf(matrix, i, matrix.length / T));
  const values = rows(v);
  const outputs = tokens.map((_, at) =>
    values[0].map((_, d) => values.reduce((sum, value, key) => sum + pattern[at * T + key] * value[d], 0)),
  );
  return {
    ...{ tokens: tokenLabels(trace), query, scores, pattern, values, outputs },
    ...{ queries: rows(q), keys: rows(k) },
  };
});

/** For one word in several texts: the same object for the same numbers. */
export const sensesInput = memoize(
  ({ phrases, stages }: PhrasesResult): SensesInput => ({
    word: tokenLabel(phrases[0].tokens.at(-1) ?? ''),
    phrases: phrases.map(({ tokens, next: [first] }) => ({
      text: tokens.map(tokenLabel).join(' '),
      next: `→ ${tokenLabel(first.text)} ${formatPercent(first.probability)}`,
    })),
    stages: stages.map(({ meaning, distances }) => ({
      ...{ meaning, corners: triangleCorners(distances), farthest: Math.max(...distances.flat()) },
    })),
  }),
);

/** A row a key: the same array for the same numbers. */
const patternOf = memoize(({ pattern, tokens }: HeadTraceResult) => transpose(pattern, tokens.length));

/** For the cost of context. */
export const contextInput = ({
  headTrace,
  request: { run },
}: Pick<Context, 'headTrace' | 'request'>): ContextInput => ({
  ...{ tokens: headTrace.tokens.length, pattern: patternOf(headTrace), window: run.model.T },
  ...{ large: GPT3.context, grids: GPT3.heads * GPT3.layers },
});

/** As the film multiplies, with vectors as columns: the engine has them as rows. */
const turned = ({ data, shape: [rows, columns] }: Tensor): Tensor => ({
  ...{ shape: [columns, rows], data: transpose(data, columns) },
});

/** For value down and value up: the same object for the same numbers. */
export const factorsInput = memoize(
  ({ valueMap, valueUp, valueDown }: HeadMatricesResult): FactorsInput => ({
    ...{ square: turned(valueMap), up: turned(valueUp), down: turned(valueDown.weight), large: GPT3 },
  }),
);

/** The same arrays for the same texts. */
const textsOf = memoize(({ queries, keys, pattern }: CrossAttentionResult) => ({
  ...{ queries: queries.map(({ text }) => tokenLabel(text)), keys: keys.map(({ text }) => tokenLabel(text)) },
  pattern,
}));

const keysEventOf = memoize(
  (request: Context['request']) => () => choice({ keysText: nextKeysText(request) }),
);

/** For cross-attention. */
export const crossInput = (read: CrossAttentionResult, { request }: Context): CrossInput => ({
  ...{ ...textsOf(read), head: headLabel({ request }), nextEvent: keysEventOf(request) },
});

/** The same array for the same predictions. */
const prefixesOf = memoize(({ prefixes }: LensResult<'next-token'>) =>
  prefixes.map(({ token, next: [guess], actual }): PrefixesInput['prefixes'][number] => ({
    token: tokenLabel(token.text),
    guess: { text: tokenLabel(guess.text), probability: guess.probability },
    actual: actual && { text: tokenLabel(actual.text), probability: actual.probability },
  })),
);

const choosePrefix = (token: number) => new FocusChangeEvent({ token });

/** For every prefix of the text. */
export const prefixesInput = (
  read: LensResult<'next-token'>,
  { query: chosen }: HeadTraceResult,
): PrefixesInput => ({ prefixes: prefixesOf(read), chosen, chooseEvent: choosePrefix });
