// All heads of a model, scored over many rows: patterns of attention beside what chance gives, copying, and the loss without each head.

import type { ModelConfig } from '../../../model/architecture/config.ts';
import { readViews } from '../../../model/architecture/views/views.ts';
import { type AttentionRow, readAttention } from '../../../model/inspection/attention-rows.ts';
import type { Inspector } from '../../../model/inspection/inspector.ts';
import type { MeasureValue } from '../../../model/inspection/measures.ts';
import { evaluateMeasure } from '../../../model/inspection/measures.ts';
import type { FrozenModel } from '../../../model/training/run.ts';
import { CHANCE_NETWORKS } from '../../../shared/chance-networks.ts';
import { type Job, withOverallProgress } from '../../../shared/job.ts';
import { defineFrozenLens } from '../../shared/define-lens.ts';
import { withInspector } from '../../shared/frozen-model.ts';
import * as v from '../../shared/schemas.ts';
import { ABLATION_KINDS } from '../head-ablation/ablation.ts';
import { ablationEffects } from '../head-ablation/ablation-effects.ts';
import { type HeadData, headData, longestRow } from '../head-data.ts';
import { headsOf } from '../head-index.ts';
import { HEAD_PATTERN_NAMES } from '../head-patterns.ts';
import { bestByChance, withChanceNetworks } from './chance-networks.ts';
import { copyingScores, copyingViews } from './copying.ts';
import { linkPattern, tokenPattern } from './known-patterns.ts';
import { EntropyTally, type Pattern, type PatternScores, PatternTally } from './pattern-tally.ts';
import type { HeadScores, HeadTableResult, PatternScore, TablePattern } from './result.ts';
import { headTableLines, headTableStepLines } from './table-text.ts';

export type * from './result.ts';

// `rows` of held-out data, 64 by default, or `texts`. `ablation`: also the loss without each head. `tokens`: of the vocabulary. `measures`:
// also what the data set itself measures, but for attention. `chance`, true by default: what networks with shuffled weights score, which takes
// eight times as long as the rest.
const REQUEST = v.strictObject({
  rows: v.optional(v.integerBetween(1, 1024)),
  texts: v.optional(v.boundedArray(v.TEXT, 100)),
  ablation: v.optional(v.oneOf(ABLATION_KINDS)),
  tokens: v.optional(v.integerBetween(2, 16_384)),
  measures: v.optional(v.boolean),
  chance: v.optional(v.boolean),
  seed: v.optional(v.SEED),
});

const DEFAULT_ROWS = 64;
const DEFAULT_TOKENS = 4096;

export const headTableLens = defineFrozenLens({
  name: 'head-table',
  request: REQUEST,
  compute: scoreHeads,
  // Along a training the scores are shown beside the chance of its end.
  atCheckpoint: (request) => ({ ...request, chance: false }),
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
    chance = true,
    seed = 0,
  }: v.InferOutput<typeof REQUEST>,
): Job<HeadTableResult> {
  const { plan, step } = frozen;
  const { config, dataset } = plan;
  const data = headData(frozen, { count, texts });
  const entropy = new EntropyTally(config.L * config.H);
  const patterns = yield* scorePatterns(frozen, data, entropy, { chance, seed });
  const weights = await readViews(frozen.weights, copyingViews(config));
  const copying = yield* copyingScores(config, weights, Math.min(tokens, config.V));
  const heads = headsOf(config).map((index, h): HeadScores => {
    const scores = patterns.map(({ heads }) => heads[h]);
    const nearest = chance ? nearestPattern(patterns, scores) : undefined;
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
    rowKind: data.kind,
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

/** Rows that are read once for the model and once for each network of chance. */
interface Reading {
  readonly rows: readonly (readonly number[])[];
  readonly patterns: readonly Pattern[];
  readonly entropy?: EntropyTally;
}

/** Readings of the rows, and of the data set's links between words. */
function readingsOf({ plan: { config, dataset } }: FrozenModel, data: HeadData, entropy: EntropyTally) {
  const { repeated } = data;
  const rows = data.rows.map(({ tokens }) => tokens);
  const general = HEAD_PATTERN_NAMES.filter((name) => name !== 'induction').map((name) =>
    tokenPattern(name, rows),
  );
  const induction = tokenPattern('induction', repeated);
  const sameRows = repeated.every((row, i) => row === rows[i]);
  const readings: Reading[] = [{ rows, patterns: sameRows ? [...general, induction] : general, entropy }];
  if (!sameRows) readings.push({ rows: repeated, patterns: [induction] });
  const names = new Set<string>(HEAD_PATTERN_NAMES);
  for (const measure of dataset.measures) {
    if (measure.kind !== 'attention' || names.has(measure.name)) continue;
    const { pattern, rows } = linkPattern(measure, longestRow(config));
    names.add(pattern.name);
    readings.push({ rows, patterns: [pattern] });
  }
  return readings;
}

type ScoredPattern = PatternScores & Pick<TablePattern, 'bestByChance'>;

async function* scorePatterns(
  frozen: FrozenModel,
  data: HeadData,
  entropy: EntropyTally,
  { chance, seed }: { readonly chance: boolean; readonly seed: number },
): Job<ScoredPattern[]> {
  const { config } = frozen.plan;
  const readings = readingsOf(frozen, data, entropy);
  const tests = config.L * config.H * readings.flatMap(({ patterns }) => patterns).length;
  const own: PatternTally[] = [];
  for (const reading of readings)
    own.push(...(yield* withInspector(frozen, (inspector) => tally(inspector, config, reading))));
  const byChance = chance ? yield* chanceScores(frozen, readings) : undefined;
  return own.map((patternTally, p) => ({
    ...patternTally.scores(seed),
    ...(byChance && { bestByChance: bestByChance(byChance[p], tests) }),
  }));
}

async function* tally(
  inspector: Inspector,
  config: ModelConfig,
  { rows, patterns, entropy }: Reading,
): Job<PatternTally[]> {
  const tallies = patterns.map((pattern) => new PatternTally(pattern, config.L * config.H));
  const add = (row: AttentionRow) => {
    entropy?.add(row);
    for (const each of tallies) each.add(row);
  };
  yield* readAttention(inspector, config, rows, add, 'rows read');
  return tallies;
}

/** [pattern]: scores of all heads of all networks of chance. */
async function* chanceScores(frozen: FrozenModel, readings: readonly Reading[]): Job<number[][]> {
  const { config } = frozen.plan;
  return yield* withChanceNetworks(frozen, async function* (copy, shuffle): Job<number[][]> {
    const scores: number[][] = [];
    for (const { rows, patterns } of readings) {
      const of = patterns.map((): number[] => []);
      yield* withInspector(copy, async function* (inspector): Job<void> {
        for (let network = 0; network < CHANCE_NETWORKS; network++) {
          shuffle(network);
          const progress = { label: 'networks read for chance', done: network, total: CHANCE_NETWORKS };
          const drawn = yield* withOverallProgress(progress, tally(inspector, config, { rows, patterns }));
          drawn.forEach((each, p) => {
            of[p].push(...each.means());
          });
        }
      });
      scores.push(...of);
    }
    return scores;
  });
}

/** The largest excess over chance and position, where the whole interval exceeds them. */
function nearestPattern(
  patterns: readonly ScoredPattern[],
  scores: readonly PatternScore[],
): number | undefined {
  const excess = scores.map(({ score, interval, positional = 0 }, p) => {
    const by = Math.max(patterns[p].bestByChance ?? 0, positional);
    return interval[0] > by ? score - by : 0;
  });
  const most = Math.max(...excess);
  return most > 0 ? excess.indexOf(most) : undefined;
}
