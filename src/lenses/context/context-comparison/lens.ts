// One token in several contexts: the distances between its vectors grow from stage to stage of the residual stream.

import type { ActivationName } from '../../../model/architecture/activations.ts';
import { residualStages } from '../../../model/architecture/residual-stages.ts';
import type { Run } from '../../../model/training/run.ts';
import { dotProduct } from '../../../shared/numbers.ts';
import { TOKENIZERS } from '../../../shared/settings/tokenizers.ts';
import { cosine, l2Norm } from '../../embedding/embedding.ts';
import { defineLens } from '../../shared/define-lens.ts';
import { encodePrompt, toTokens, validationBatches } from '../../shared/prompt-tokens.ts';
import type { TokenProbability } from '../../shared/results.ts';
import * as v from '../../shared/schemas.ts';
import { topTokens } from '../../shared/top-tokens.ts';
import { readActivationsOfRows } from '../row-activations.ts';

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
