// The last token in its contexts: predictions after every prefix, and how its vector moves with what is before it.

import type { ActivationName } from '../../model/architecture/activations.ts';
import { lastTokensInContext, paddedLength } from '../../model/architecture/context-window.ts';
import { residualStages } from '../../model/architecture/residual-stages.ts';
import { softmax } from '../../model/generation/sampler.ts';
import type { NDArray } from '../../model/inspection/inspector.ts';
import type { Run } from '../../model/training/run.ts';
import { cosine, dotProduct, l2Norm } from '../../shared/numbers.ts';
import { TOKENIZERS } from '../../shared/settings/tokenizers.ts';
import { defineLens } from '../shared/define-lens.ts';
import { encodePrompt, toTokens, validationBatches, vectorAt } from '../shared/prompt-tokens.ts';
import type { Token, TokenProbability } from '../shared/results.ts';
import * as v from '../shared/schemas.ts';
import { topTokens } from '../shared/top-tokens.ts';

/** Rows are padded to one length; of a row longer than the context the last tokens count. */
export async function readActivationsOfRows(
  run: Run,
  rows: readonly (readonly number[])[],
  names: readonly ActivationName[],
): Promise<(name: ActivationName) => NDArray> {
  const { config } = run.plan;
  const visible = rows.map((row) => lastTokensInContext(row, config));
  const T = paddedLength(Math.max(...visible.map(({ length }) => length)), config.T);
  const tokens = new Int32Array(rows.length * T);
  visible.forEach((row, r) => {
    tokens.set(row, r * T);
  });
  const { activations } = await run.inspector.run({ B: rows.length, T, tokens, names: [...names] });
  return (name) => activations.get(name) as NDArray;
}

export interface PrefixResult {
  /** The last token of the prefix. */
  token: Token;
  /** Most probable first. */
  next: TokenProbability[];
  /** The next token of the text, with its loss −ln p. Absent after the last token. */
  actual?: TokenProbability & { loss: number };
}

const PREDICTIONS_PER_PREFIX = 3;

/** Next-token predictions after every prefix of a text, with the loss of the actual next token. */
export const nextTokenLens = defineLens({
  name: 'next-token',
  aliases: ['prefixes'],
  request: v.TEXT_REQUEST,
  async compute(run, { text }): Promise<{ step: number; prefixes: PrefixResult[] }> {
    const ids = encodePrompt(run, text);
    const read = await readActivationsOfRows(run, [ids], ['logits']);
    const { tokenizer } = run.plan.dataset;
    const prefixes = toTokens(run, ids).map((token, position): PrefixResult => {
      const logits = vectorAt(read('logits'), position, run.plan.config.V);
      const next = topTokens(logits, tokenizer).slice(0, PREDICTIONS_PER_PREFIX);
      const following = ids[position + 1];
      if (following === undefined) return { token, next };
      const probability = softmax(logits)[following];
      const [actual] = toTokens(run, [following]);
      return {
        token,
        next,
        actual: { ...actual, probability, logit: logits[following], loss: -Math.log(probability) },
      };
    });
    return { step: run.step, prefixes };
  },
});

/** At most three phrases with the same last token, whose vectors are compared. */
export interface PhrasesResult {
  step: number;
  phrases: { tokens: string[]; next: TokenProbability[] }[];
  /** In forward order; the first is the embedding alone, the same for all phrases. */
  stages: {
    meaning: string;
    /** [phrase][phrase]. */
    distances: number[][];
    cosines: number[][];
    /** [phrase]: length of its vector. */
    lengths: number[];
  }[];
}

const PREDICTIONS_PER_PHRASE = 3;
/** Three points always lie in a plane, so that a plot shows their true distances. */
const MAX_PHRASES = 3;
/** Validation batches that are searched for the token. */
const SEARCHED_BATCHES = 8;

// `token`: its position. `contexts`: also in other texts of the data; `growing`: with 0, 1 and all tokens before it.
const REQUEST = v.strictObject({
  text: v.TEXT,
  token: v.anyNumber,
  by: v.oneOf(['contexts', 'growing']),
  /** Texts with the same token in other contexts. Those of them that the model cannot read are left out. */
  others: v.optional(v.array(v.TEXT)),
});

export type PhrasesRequest = v.InferOutput<typeof REQUEST>;

/**
 * One token in several contexts: the distances between its vectors grow from stage to stage of the residual stream.
 */
export const contextComparisonLens = defineLens({
  name: 'context-comparison',
  aliases: ['phrases'],
  request: REQUEST,
  async compute(run, { text, token, by, others = [] }): Promise<PhrasesResult> {
    const ids = encodePrompt(run, text, token).slice(0, token + 1);
    const rows = by === 'growing' ? growingSuffixes(ids) : [ids, ...otherContexts(run, ids, others)];
    const { config, dataset } = run.plan;
    const stages = [
      { name: 'hook_embed' as const, meaning: 'looked up: the token alone' },
      ...residualStages(config),
    ];
    const read = await readActivationsOfRows(run, rows, [...stages.map(({ name }) => name), 'logits']);
    const lastOf = (name: ActivationName, row: number) => {
      const { shape, data } = read(name);
      const [, T, width] = shape;
      const at = (row * T + rows[row].length - 1) * width;
      return data.subarray(at, at + width);
    };
    return {
      step: run.step,
      phrases: rows.map((row, r) => ({
        tokens: toTokens(run, row).map((each) => each.text),
        next: topTokens(lastOf('logits', r), dataset.tokenizer).slice(0, PREDICTIONS_PER_PHRASE),
      })),
      stages: stages.map(({ name, meaning }) => {
        const vectors = rows.map((_, r) => lastOf(name, r).subarray(0, config.C));
        const pairwise = (measure: (a: Float32Array, b: Float32Array) => number) =>
          vectors.map((a) => vectors.map((b) => measure(a, b)));
        return {
          meaning,
          distances: pairwise(distance),
          cosines: pairwise(cosine),
          lengths: vectors.map(l2Norm),
        };
      }),
    };
  },
});

/** The last token with 0, 1 and all of the tokens before it. */
function growingSuffixes(ids: readonly number[]): (readonly number[])[] {
  return [...new Set([1, 2, ids.length])]
    .filter((length) => length <= ids.length)
    .map((length) => ids.slice(-length));
}

/** The given texts up to the token, then phrases of the validation split, each after a different previous token. */
function otherContexts(run: Run, ids: readonly number[], others: readonly string[]): (readonly number[])[] {
  const { config, dataset } = run.plan;
  const token = ids[ids.length - 1];
  const seenPrevious = new Set([ids[ids.length - 2]]);
  const phrases = others.flatMap((text): (readonly number[])[] => {
    const { ids, unknown } = dataset.tokenizer.encode(text);
    const at = ids.lastIndexOf(token);
    return unknown.length > 0 || at < 0 || at >= config.T ? [] : [ids.slice(0, at + 1)];
  });
  if (phrases.length >= MAX_PHRASES - 1) return phrases.slice(0, MAX_PHRASES - 1);
  for (const { tokens } of validationBatches(run, SEARCHED_BATCHES)) {
    for (let at = tokens.indexOf(token); at >= 0; at = tokens.indexOf(token, at + 1)) {
      const start = Math.floor(at / config.T) * config.T;
      if (at === start || seenPrevious.has(tokens[at - 1])) continue;
      seenPrevious.add(tokens[at - 1]);
      const contextLength = TOKENIZERS[dataset.tokenizer.kind].lengths.phrase;
      const phrase = Array.from(tokens.subarray(Math.max(start, at - contextLength), at + 1));
      phrases.push(lastSentence(run, phrase));
      if (phrases.length === MAX_PHRASES - 1) return phrases;
    }
  }
  return phrases;
}

/** The tokens after the last full stop. */
function lastSentence({ plan: { dataset } }: Run, ids: readonly number[]): readonly number[] {
  const stop = dataset.tokenizer.vocabulary.indexOf('.');
  const from = ids.lastIndexOf(stop, ids.length - 3) + 1;
  return ids.slice(from);
}

function distance(a: Float32Array, b: Float32Array): number {
  const difference = a.map((value, i) => value - b[i]);
  return Math.sqrt(dotProduct(difference, difference));
}
