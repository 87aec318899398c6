// All heads of a model, scored over many rows: patterns of attention beside what chance gives, copying, and the loss without each head.

import * as v from 'valibot';
import type { ModelConfig } from '../../../model/architecture/config.ts';
import { readViews } from '../../../model/architecture/views/views.ts';
import type { MeasureValue } from '../../../model/inspection/measures.ts';
import { evaluateMeasure } from '../../../model/inspection/measures.ts';
import type { FrozenModel } from '../../../model/training/run.ts';
import type { Job } from '../../../shared/job.ts';
import { random } from '../../../shared/random.ts';
import { boolean, boundedArray, integerBetween, oneOf } from '../../../shared/validation.ts';
import type { Interval } from '../../shared/bootstrap.ts';
import { defineFrozenLens } from '../../shared/define-lens.ts';
import { withInspector } from '../../shared/frozen-model.ts';
import { SEED, TEXT } from '../../shared/schemas.ts';
import { ABLATION_KINDS, type AblationKind } from '../head-ablation/ablation.ts';
import { ablationEffects } from '../head-ablation/ablation-effects.ts';
import { type HeadData, headData, longestRow } from '../head-data.ts';
import { HEAD_PATTERN_NAMES } from '../head-patterns/head-patterns.ts';
import { type AttentionRow, readAttention } from './attention-rows.ts';
import { copyingScores, copyingViews } from './copying.ts';
import { linkPattern, tokenPattern } from './known-patterns.ts';
import { EntropyTally, type PatternScores, PatternTally } from './pattern-tally.ts';
import { headTableLines, headTableStepLines } from './table-text.ts';

/** One pattern, for all heads. */
export interface TablePattern {
  name: string;
  /** Queries, or pairs, that it was scored on; 0 if the data has none, and then every score is 0. */
  count: number;
  /** Score of uniform attention. */
  chance: number;
  /** 95th percentile of what the best of all heads scores on random keys. */
  bestByChance: number;
}

export interface PatternScore {
  score: number;
  /** 95 % of a bootstrap over rows. */
  interval: Interval;
  /** What the head attends to at the pattern's positions where its tokens are others; absent for patterns of positions. */
  positional?: number;
}

export interface HeadScores {
  layer: number;
  head: number;
  /** In the order of `patterns`. */
  patterns: PatternScore[];
  /** The pattern, by index, whose score exceeds chance and position most; absent where none does for certain. */
  nearest?: number;
  /** Σ λ / Σ |λ| of its OV circuit: near 1 it copies. */
  copying: number;
  /** Mean entropy of its attention, as a share of that of uniform attention. */
  entropy: number;
  /** Change of the loss without the head, in nats a token. */
  ablation?: { change: number; interval: Interval };
}

export interface HeadTableResult {
  step: number;
  /** Rows that were read, and whether no training has seen them. */
  rows: number;
  isHeldOut: boolean;
  patterns: TablePattern[];
  heads: HeadScores[];
  /** Of the OV circuits: the tokens they are over, and the best of as many random heads. */
  copying: { tokens: number; bestByChance: number };
  ablation?: { kind: AblationKind; loss: number };
  /** The data set's own, if they were asked for. */
  measures: MeasureValue[];
}

// `rows` of held-out data, 64 by default, or `texts`. `ablation`: also the loss without each head. `tokens`: of the vocabulary. `measures`:
// also what the data set itself measures, but for attention.
const REQUEST = v.object({
  rows: v.optional(integerBetween(1, 1024)),
  texts: v.optional(boundedArray(TEXT, 100)),
  ablation: v.optional(oneOf(ABLATION_KINDS)),
  tokens: v.optional(integerBetween(2, 16_384)),
  measures: v.optional(boolean),
  seed: v.optional(SEED),
});

const DEFAULT_ROWS = 64;
const DEFAULT_TOKENS = 4096;

export const headTableLens = defineFrozenLens({
  name: 'head-table',
  request: REQUEST,
  compute: scoreHeads,
  table: {
    toRequest: ({ prompt, kind, count, seed }) => ({
      texts: prompt === undefined ? undefined : [prompt],
      ablation: kind,
      rows: count,
      seed,
      measures: true,
    }),
    format: (result) => headTableLines(result),
    formatSteps: (results, options) => headTableStepLines(results, options),
  },
});

async function* scoreHeads(
  frozen: FrozenModel,
  {
    rows: count = DEFAULT_ROWS,
    texts,
    ablation: kind,
    tokens = DEFAULT_TOKENS,
    measures: isMeasured = false,
    seed = 0,
  }: v.InferOutput<typeof REQUEST>,
): Job<HeadTableResult> {
  const { plan, step } = frozen;
  const { config, dataset } = plan;
  const data = headData(frozen, { count, texts });
  const entropy = new EntropyTally(config.L * config.H);
  const patterns = yield* scorePatterns(frozen, data, entropy, seed);
  const weights = await readViews(frozen.weights, copyingViews(config));
  const copying = yield* copyingScores(config, weights, Math.min(tokens, config.V));
  const heads = allHeads(config).map((index, h): HeadScores => {
    const scores = patterns.map(({ heads }) => heads[h]);
    const nearest = nearestPattern(patterns, scores);
    return {
      ...index,
      patterns: scores,
      ...(nearest !== undefined && { nearest }),
      copying: copying.scores[h],
      entropy: entropy.shares[h],
    };
  });
  const ablated =
    kind &&
    (yield* withInspector(frozen, (inspector) =>
      ablationEffects(inspector, config, data.rows, heads, { kinds: [kind], seed }),
    ));
  const measures: MeasureValue[] = [];
  for (const measure of isMeasured && !texts ? dataset.measures : [])
    if (measure.kind !== 'attention')
      measures.push(yield* withInspector(frozen, (inspector) => evaluateMeasure(inspector, config, measure)));
  return {
    step,
    rows: data.rows.length,
    isHeldOut: data.isHeldOut,
    patterns: patterns.map(({ heads: _, ...pattern }) => pattern),
    heads: heads.map((head, h) => {
      const effect = ablated?.effects[h];
      return effect ? { ...head, ablation: { change: effect.change, interval: effect.interval } } : head;
    }),
    copying: { tokens: copying.tokens, bestByChance: copying.bestByChance },
    ...(ablated && kind && { ablation: { kind, loss: ablated.loss } }),
    measures,
  };
}

const allHeads = ({ L, H }: ModelConfig) =>
  Array.from({ length: L * H }, (_, h) => ({ layer: Math.floor(h / H), head: h % H }));

/** Of the rows, and of the data set's links between words. */
async function* scorePatterns(
  frozen: FrozenModel,
  { rows, repeated }: HeadData,
  entropy: EntropyTally,
  seed: number,
): Job<PatternScores[]> {
  const { config, dataset } = frozen.plan;
  const headCount = config.L * config.H;
  const read = (rows: readonly (readonly number[])[], add: (row: AttentionRow) => void, label: string) =>
    withInspector(frozen, (inspector) => readAttention(inspector, config, rows, add, label));
  const tally = (pattern: ConstructorParameters<typeof PatternTally>[0]) =>
    new PatternTally(pattern, headCount, random(seed, 'random keys', pattern.name));
  const tokens = rows.map((row) => row.tokens);
  const [ofRows, induction] = [
    HEAD_PATTERN_NAMES.filter((name) => name !== 'induction'),
    'induction' as const,
  ];
  const general = ofRows.map((name) => tally(tokenPattern(name, tokens)));
  const ofRepeated = tally(tokenPattern(induction, repeated));
  const sameRows = repeated.every((row, i) => row === tokens[i]);
  const onRows = sameRows ? [...general, ofRepeated] : general;
  yield* read(
    tokens,
    (row) => {
      entropy.add(row);
      for (const each of onRows) each.add(row);
    },
    'rows read',
  );
  if (!sameRows) yield* read(repeated, (row) => ofRepeated.add(row), 'repeated rows read');
  const scores = [...general, ofRepeated].map((each) => each.scores(seed));
  for (const measure of dataset.measures) {
    if (measure.kind !== 'attention' || scores.some(({ name }) => name === measure.name)) continue;
    const link = linkPattern(measure, longestRow(config));
    const each = tally(link.pattern);
    yield* read(link.rows, (row) => each.add(row), 'prompts read');
    scores.push(each.scores(seed));
  }
  return scores;
}

/** The largest excess over chance and position, where the whole interval exceeds them. */
function nearestPattern(
  patterns: readonly PatternScores[],
  scores: readonly PatternScore[],
): number | undefined {
  const excess = scores.map(({ score, interval, positional = 0 }, p) => {
    const by = Math.max(patterns[p].bestByChance, positional);
    return interval[0] > by ? score - by : 0;
  });
  const most = Math.max(...excess);
  return most > 0 ? excess.indexOf(most) : undefined;
}
