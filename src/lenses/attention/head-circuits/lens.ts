// QK and OV circuits of one head over the vocabulary, with random heads beside their scores.

import { headWidth } from '../../../model/architecture/config.ts';
import { readViews } from '../../../model/architecture/views/views.ts';
import type { Run } from '../../../model/training/run.ts';
import type { Job } from '../../../shared/job.ts';
import { random } from '../../../shared/random.ts';
import { defineFrozenLens } from '../../shared/define-lens.ts';
import { toTokens } from '../../shared/prompt-tokens.ts';
import type { Token } from '../../shared/results.ts';
import * as v from '../../shared/schemas.ts';
import { columnTable, formatPercent, signed } from '../../shared/text-table.ts';
import { assertHead } from '../head-index.ts';
import {
  circuitFactors,
  eigenvalueScore,
  headCircuitViews,
  largestEntries,
  type Pair,
  randomScore,
} from './head-circuits.ts';

export interface TokenPair {
  from: Token;
  to: Token;
  value: number;
}

export interface HeadCircuit {
  /** The largest entries. QK: `from` attends to `to`, a score before softmax. OV: reading `from` raises the logit of `to`. */
  pairs: TokenPair[];
  /** Share of tokens for which their own entry is the largest of the row; 1 / `tokens` at random. */
  ownFirst: number;
  /** Σ λ / Σ |λ| of the eigenvalues: towards 1, tokens attend to themselves (QK) or are copied (OV). */
  score: number;
  /** Scores of heads with random matrices. */
  random: number[];
}

export interface HeadCircuitsResult {
  step: number;
  layer: number;
  head: number;
  /** The first tokens of the vocabulary, over which the circuits are. */
  tokens: number;
  qk: HeadCircuit;
  ov: HeadCircuit;
}

// `tokens`: how many of the vocabulary, the first ones. `count`: pairs. `draws`: random heads.
const REQUEST = v.strictObject({
  ...v.HEAD,
  tokens: v.optional(v.integerBetween(2, 16_384)),
  count: v.optional(v.integerBetween(1, 1000)),
  draws: v.optional(v.integerBetween(0, 200)),
});

/** Tables of so many tokens stay below 64 MiB for models of GPT-2's width. */
const DEFAULT_TOKENS = 4096;
const DEFAULT_PAIRS = 20;
const DEFAULT_DRAWS = 20;

export const headCircuitsLens = defineFrozenLens({
  name: 'head-circuits',
  request: REQUEST,
  compute: readCircuits,
  table: {
    requiredOptions: ['layer', 'head'],
    toRequest: ({ layer = 0, head = 0, count, samples }) => ({ layer, head, count, draws: samples }),
    format: circuitLines,
  },
});

async function* readCircuits(
  frozen: Pick<Run, 'plan' | 'step' | 'weights'>,
  { layer, head, tokens, count = DEFAULT_PAIRS, draws = DEFAULT_DRAWS }: v.InferOutput<typeof REQUEST>,
): Job<HeadCircuitsResult> {
  assertHead(frozen, { layer, head });
  const { config } = frozen.plan;
  const N = Math.min(config.V, tokens ?? DEFAULT_TOKENS);
  yield { label: 'weights read', done: 0, total: 1 };
  const weights = await readViews(frozen.weights, headCircuitViews(config, { layer, head }));
  const factors = circuitFactors(config, weights, { layer, head }, N);
  const D = headWidth(config);
  const named = ({ from, to, value }: Pair): TokenPair => {
    const [one, other] = toTokens(frozen, [from, to]);
    return { from: one, to: other, value };
  };
  const circuits: Partial<Record<'qk' | 'ov', HeadCircuit>> = {};
  for (const name of ['qk', 'ov'] as const) {
    const [left, right] = factors[name];
    const { pairs, ownFirst } = yield* largestEntries(left, right, count);
    const stream = random(0, 'head circuits', name);
    circuits[name] = {
      ...{ pairs: pairs.map(named), ownFirst, score: eigenvalueScore(left, right) },
      random: Array.from({ length: draws }, () => randomScore(factors.between[name], D, stream)),
    };
  }
  const { qk, ov } = circuits as Record<'qk' | 'ov', HeadCircuit>;
  return { step: frozen.step, layer, head, tokens: N, qk, ov };
}

function circuitLines({ layer, head, tokens, qk, ov }: HeadCircuitsResult): string[] {
  const lines = (
    title: string,
    [from, to, value]: readonly string[],
    { pairs, ownFirst, score, random: chance }: HeadCircuit,
  ) => [
    '',
    `${title}: score of the eigenvalues ${score.toFixed(3)}${chance.length > 0 ? `; ${chance.length} random heads ${Math.min(...chance).toFixed(3)} to ${Math.max(...chance).toFixed(3)}` : ''}`,
    `largest on the diagonal for ${formatPercent(ownFirst)} of the tokens; at random ${formatPercent(1 / tokens)}`,
    ...columnTable(pairs, [
      [from, (pair) => pair.from.text],
      [to, (pair) => pair.to.text],
      signed(value, (pair) => pair.value),
    ]),
  ];
  return [
    `head ${layer}.${head} over ${tokens} tokens, without positions and earlier layers`,
    ...lines('QK, who attends to whom', ['query', 'key', 'score'], qk),
    ...lines('OV, what reading a token raises', ['read', 'raised', 'logit'], ov),
  ];
}
