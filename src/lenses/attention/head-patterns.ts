// Head patterns: the share of each head's attention on the previous token, the same token, the first token, and the token
// after an earlier occurrence of the query's token (Olsson et al. 2022, "In-context Learning and Induction Heads").

import type { ActivationName } from '../../model/architecture/activations.ts';
import type { ModelConfig } from '../../model/architecture/config.ts';
import { lastTokensInContext, paddedLength } from '../../model/architecture/context-window.ts';
import type { Inspector, NDArray } from '../../model/inspection/inspector.ts';
import { evaluateMeasure, type MeasureValue } from '../../model/inspection/measures.ts';
import type { Run } from '../../model/training/run.ts';
import { runToCompletion } from '../../shared/job.ts';
import { defineLens } from '../shared/define-lens.ts';
import { encodeExamples, encodePrompt, validationBatches } from '../shared/prompt-tokens.ts';
import * as v from '../shared/schemas.ts';
import { formatPercent, formatTable } from '../shared/text-table.ts';

/** Whether `key` belongs to the pattern for a query at position `query`, with key ≤ query. */
type IsTargetKey = (tokens: readonly number[], query: number, key: number) => boolean;

/** Queries without a key of the pattern are not counted. */
export const HEAD_PATTERNS = {
  'previous token': (_, query, key) => key === query - 1,
  /** Its own position included. */
  'same token': (tokens, query, key) => tokens[key] === tokens[query],
  'first token': (_, query, key) => query > 0 && key === 0,
  /** The position after an earlier occurrence of the query’s token, unless that is the query itself. */
  induction: (tokens, query, key) => key > 0 && key < query && tokens[key - 1] === tokens[query],
} as const satisfies Record<string, IsTargetKey>;

export type HeadPatternName = keyof typeof HEAD_PATTERNS;
export const HEAD_PATTERN_NAMES = Object.keys(HEAD_PATTERNS) as HeadPatternName[];

export interface HeadPatternScore {
  readonly habit: HeadPatternName;
  /** Queries counted; 0 if the pattern does not occur, and then every score is 0. */
  readonly queries: number;
  /** Score of a head with uniform attention. */
  readonly chance: number;
  /** [layer][head]: mean share of attention, from 0 to 1. */
  readonly scores: number[][];
}

/** Scores of every head over rows of token ids, each at most as long as the context. */
export async function scoreHeadPatterns(
  inspector: Inspector,
  config: ModelConfig,
  rows: readonly (readonly number[])[],
): Promise<HeadPatternScore[]> {
  const patterns = await attentionPatterns(inspector, config, rows);
  return HEAD_PATTERN_NAMES.map((habit) => scoreHeadPattern(habit, rows, patterns, config));
}

/** A `hook_pattern` (B, H, T, T) for each layer. */
async function attentionPatterns(
  inspector: Inspector,
  { L, T: longest }: ModelConfig,
  rows: readonly (readonly number[])[],
): Promise<NDArray[]> {
  const B = rows.length;
  const T = paddedLength(Math.max(...rows.map(({ length }) => length)), longest);
  const tokens = new Int32Array(B * T);
  rows.forEach((row, r) => {
    tokens.set(row, r * T);
  });
  const names = Array.from({ length: L }, (_, layer): ActivationName => `blocks.${layer}.attn.hook_pattern`);
  const { activations } = await inspector.run({ B, T, tokens, names });
  return names.map((name) => activations.get(name) as NDArray);
}

function scoreHeadPattern(
  habit: HeadPatternName,
  rows: readonly (readonly number[])[],
  patterns: readonly NDArray[],
  { H }: ModelConfig,
): HeadPatternScore {
  const sums = patterns.map(() => new Array<number>(H).fill(0));
  let [queries, chance] = [0, 0];
  rows.forEach((tokens, row) => {
    for (let query = 0; query < tokens.length; query++) {
      const keys = targetKeys(HEAD_PATTERNS[habit], tokens, query);
      if (keys.length === 0) continue;
      queries += 1;
      chance += keys.length / (query + 1);
      patterns.forEach(({ data, shape }, layer) => {
        const T = shape[3];
        for (let head = 0; head < H; head++) {
          const at = ((row * H + head) * T + query) * T;
          for (const key of keys) sums[layer][head] += data[at + key];
        }
      });
    }
  });
  const mean = (sum: number) => (queries === 0 ? 0 : sum / queries);
  return { habit, queries, chance: mean(chance), scores: sums.map((heads) => heads.map(mean)) };
}

/** The keys of a pattern that a query sees. */
export function targetKeys(isTarget: IsTargetKey, tokens: readonly number[], query: number): number[] {
  const keys: number[] = [];
  for (let key = 0; key <= query; key++) if (isTarget(tokens, query, key)) keys.push(key);
  return keys;
}

/** Attention of every head on one kind of key. */
export interface HeadPatternResult extends Omit<HeadPatternScore, 'habit'> {
  /** `previous token`, `same token`, `first token`, `induction`, or the data set's name of a link. */
  habit: string;
  /** [layer][head]: for a link between words, the share at the same distances from other words. */
  positional?: number[][];
}

const MAX_ROWS = 32;

/** `measures`: values of the data set's own measures for the same weights. */
export async function headPatternsOnData(
  run: Run,
  measures: readonly MeasureValue[],
): Promise<HeadPatternResult[]> {
  const { inspector, plan } = run;
  const patterns: HeadPatternResult[] = await scoreHeadPatterns(inspector, plan.config, sampleRows(run));
  const links = measures.flatMap(({ name, heads, positionalHeads: positional, chance = 0, count }) =>
    heads && patterns.every(({ habit }) => habit !== name)
      ? [{ habit: name, queries: count, chance, scores: heads, ...(positional && { positional }) }]
      : [],
  );
  return [...patterns, ...links];
}

/** The data set's attention probes, or rows of its validation split if it has none. */
export function sampleRows(run: Run): (readonly number[])[] {
  const { dataset, config } = run.plan;
  if (dataset.isPromptOnly) return encodeExamples(run);
  const probes = dataset.measures.flatMap((measure) => (measure.kind === 'attention' ? measure.probes : []));
  if (probes.length > 0) {
    return probes.slice(0, MAX_ROWS).map(({ tokens }) => lastTokensInContext(tokens, config));
  }
  const [{ tokens }] = validationBatches(run, 1);
  const rows = Math.min(MAX_ROWS, tokens.length / config.T);
  return Array.from({ length: rows }, (_, r) =>
    Array.from(tokens.subarray(r * config.T, (r + 1) * config.T)),
  );
}

/** Head patterns of every head, on a text or on the data set. */
export const headPatternsLens = defineLens({
  name: 'head-patterns',
  aliases: ['headScores', 'head-scores'],
  // Without a text: the data set's attention probes, or validation rows.
  request: v.strictObject({ text: v.optional(v.TEXT) }),
  async compute(run, { text }): Promise<{ step: number; rows: number; habits: HeadPatternResult[] }> {
    const { inspector, plan, step } = run;
    if (text !== undefined) {
      const habits = await scoreHeadPatterns(inspector, plan.config, [encodePrompt(run, text)]);
      return { step, rows: 1, habits };
    }
    const measures: MeasureValue[] = [];
    for (const measure of plan.dataset.measures) {
      if (measure.kind === 'attention')
        measures.push(await runToCompletion(evaluateMeasure(inspector, plan.config, measure)));
    }
    return { step, rows: sampleRows(run).length, habits: await headPatternsOnData(run, measures) };
  },
  table: {
    toRequest: ({ prompt }) => ({ text: prompt }),
    format({ habits }) {
      const rows = habits[0].scores.flatMap((layer, l) =>
        layer.map((_, h) => [
          `layer ${l}, head ${h}`,
          ...habits.map(({ scores }) => formatPercent(scores[l][h])),
        ]),
      );
      return formatTable([
        ['head', ...habits.map(({ habit }) => habit)],
        ...rows,
        ['chance', ...habits.map(({ chance }) => formatPercent(chance))],
      ]);
    },
  },
});
