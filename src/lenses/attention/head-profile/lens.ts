// One head over many rows: where it writes most, what it reads, and the loss without it.

import { modelViews } from '../../../model/architecture/architecture.ts';
import { readViews, viewNumbers } from '../../../model/architecture/views/views.ts';
import { argmax } from '../../../model/generation/sampler.ts';
import type { FrozenModel } from '../../../model/training/run.ts';
import type { Job } from '../../../shared/job.ts';
import { defineFrozenLens } from '../../shared/define-lens.ts';
import { withInspector } from '../../shared/frozen-model.ts';
import { toToken, toTokens } from '../../shared/prompt-tokens.ts';
import type { Token } from '../../shared/results.ts';
import * as v from '../../shared/schemas.ts';
import { columnTable, formatPercent, formatSigned, signed } from '../../shared/text-table.ts';
import { ABLATION_KINDS } from '../head-ablation/ablation.ts';
import { type AblationEffect, ablationEffects } from '../head-ablation/ablation-effects.ts';
import { headData, type RowKind } from '../head-data.ts';
import { assertHead } from '../head-index.ts';
import { type HeadProfile, profileHead, type TokenStatistic } from './head-profile.ts';

export interface HeadSequence {
  /** Up to the query, whose token is the last. */
  tokens: Token[];
  /** Attention of the query on each of them. */
  weights: number[];
  /** Size of what the head writes there, over its mean. */
  strength: number;
}

export interface HeadToken extends Token {
  /** Over the mean: size of what the head writes there, or attention that it receives at its positions. */
  value: number;
  /** Occurrences in the rows. */
  count: number;
}

export interface HeadProfileResult {
  step: number;
  layer: number;
  head: number;
  rows: number;
  rowKind: RowKind;
  /** The strongest query of a row; each pair of query and key once. */
  sequences: HeadSequence[];
  queries: HeadToken[];
  keys: HeadToken[];
  loss: number;
  ablations: AblationEffect[];
}

// `rows` of held-out data, or `texts`. `count`: sequences and tokens.
const REQUEST = v.strictObject({
  ...v.HEAD,
  rows: v.optional(v.integerBetween(1, 1024)),
  texts: v.optional(v.boundedArray(v.TEXT, 100)),
  count: v.optional(v.integerBetween(1, 100)),
  seed: v.optional(v.SEED),
});
type Request = v.InferOutput<typeof REQUEST>;

const DEFAULT_ROWS = 64;
const DEFAULT_COUNT = 8;
/** A token that occurs less often is no evidence, where there are many rows. */
const MIN_COUNT = 3;

export const headProfileLens = defineFrozenLens({
  name: 'head-profile',
  request: REQUEST,
  compute: describeHead,
  table: {
    requiredOptions: ['layer', 'head'],
    toRequest: ({ layer = 0, head = 0, prompt, count, seed }) => ({
      ...{ layer, head, count, seed },
      texts: prompt === undefined ? undefined : [prompt],
    }),
    format: profileLines,
  },
});

async function* describeHead(frozen: FrozenModel, request: Request): Job<HeadProfileResult> {
  assertHead(frozen, request);
  const { layer, head, rows: rowCount = DEFAULT_ROWS, texts, count = DEFAULT_COUNT, seed = 0 } = request;
  const { plan, step } = frozen;
  const { config } = plan;
  const { rows, kind: rowKind } = headData(frozen, { count: rowCount, texts });
  const { output } = modelViews(config).head(layer, head);
  const weights = viewNumbers(await readViews(frozen.weights, [output]), output);
  const tokens = rows.map((row) => row.tokens);
  const profile = yield* withInspector(frozen, (inspector) =>
    profileHead(inspector, config, tokens, { layer, head }, weights),
  );
  const kinds = ABLATION_KINDS.filter((kind) => kind !== 'resample' || rows.length > 1);
  const heads = [{ layer, head }];
  const { loss, effects } = yield* withInspector(frozen, (inspector) =>
    ablationEffects(inspector, config, rows, heads, { kinds, seed }),
  );
  const minimum = rows.length >= DEFAULT_ROWS / 4 ? MIN_COUNT : 1;
  const named = (statistics: readonly TokenStatistic[]): HeadToken[] =>
    statistics
      .filter((each) => each.count >= minimum)
      .sort((a, b) => b.value - a.value)
      .slice(0, count)
      .map(({ id, ...numbers }) => ({ ...toToken(frozen, id), ...numbers }));
  return {
    ...{ step, layer, head, rows: rows.length, rowKind },
    sequences: distinct(profile, tokens, count).map(({ row, query, weights, strength }) => ({
      tokens: toTokens(frozen, tokens[row].slice(0, query + 1)),
      weights,
      strength: strength / profile.meanStrength,
    })),
    queries: named(profile.queries),
    keys: named(profile.keys),
    loss,
    ablations: effects,
  };
}

/** Each pair of query and strongest key once. */
function distinct({ strongest }: HeadProfile, rows: readonly (readonly number[])[], count: number) {
  const seen = new Set<string>();
  return strongest
    .filter(({ row, query, key }) => {
      const pair = `${rows[row][query]} ${rows[row][key]}`;
      return !seen.has(pair) && Boolean(seen.add(pair));
    })
    .slice(0, count);
}

/** Tokens before the query that a line shows. */
const SHOWN_TOKENS = 14;

function profileLines(result: HeadProfileResult): string[] {
  const { layer, head, step, rows, rowKind, sequences, queries, keys, loss, ablations } = result;
  const times = (value: number) => `${value.toFixed(1)} ×`;
  const tokenLines = (title: string, tokens: readonly HeadToken[]) => [
    '',
    ...columnTable(tokens, [
      [title, ({ text }) => text],
      ['', ({ value }) => times(value)],
      ['occurrences', ({ count }) => String(count)],
    ]),
  ];
  const onOneLine = (text: string) => text.replaceAll('\n', '⏎');
  return [
    `head ${layer}.${head} at step ${step}, ${rows} ${rowKind}`,
    '',
    ...columnTable(ablations, [
      ['without it', ({ kind }) => kind],
      signed('change of the loss', ({ change }) => change, 4),
      ['95 %', ({ interval }) => interval.map((each) => formatSigned(each, 4)).join(' to ')],
    ]),
    `loss of the whole model ${loss.toFixed(4)}`,
    '',
    ...columnTable(sequences, [
      [
        'where it writes most, the last token the query',
        ({ tokens }) =>
          onOneLine(
            tokens
              .slice(-SHOWN_TOKENS)
              .map(({ text }) => text)
              .join(' '),
          ),
      ],
      ['size over the mean', ({ strength }) => times(strength)],
      [
        'attends to',
        ({ tokens, weights }) => {
          const key = argmax(weights);
          return onOneLine(`${tokens[key].text} ${formatPercent(weights[key])}`);
        },
      ],
    ]),
    ...tokenLines('as queries: size of what it writes, over the mean', queries),
    ...tokenLines('as keys: attention, over any token’s at their positions', keys),
  ];
}
