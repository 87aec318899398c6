// Lenses on what context does to a text: the guess after every beginning, and one word among different others.

import type { ActivationName } from '../../model/architecture/activations.ts';
import { lastTokensInContext, paddedLength } from '../../model/architecture/context-window.ts';
import { softmax } from '../../model/generation/sampler.ts';
import type { NDArray } from '../../model/inspection/inspector.ts';
import type { Run } from '../../model/training/run.ts';
import type { Lenses, PhrasesRequest, PhrasesResult, PrefixResult } from '../../workers/rpc/api/lab-api.ts';
import { cosine, dotProduct } from '../embedding/embedding.ts';
import { residualStages } from '../logit-lens/logit-lens.ts';
import { encodePrompt, toTokens, validationBatches } from '../shared/prompt-tokens.ts';
import { topTokens } from '../shared/top-tokens.ts';

/** Guesses told for each beginning. */
const PREDICTIONS_PER_PREFIX = 3;
/** Phrases compared: three points always lie in a plane, so a picture of them is true. */
const MAX_PHRASES = 3;
/** Held-out batches searched for the token in other company. */
const SEARCHED_BATCHES = 8;
/** Tokens before it that are taken along. */
const CONTEXT_TOKENS = { words: 6, characters: 16, 'byte-pair': 8 };

export async function predictPrefixes(
  run: Run,
  { text }: Lenses['prefixes']['request'],
): Promise<Lenses['prefixes']['result']> {
  const ids = encodePrompt(run, text);
  const read = await readActivationsOfRows(run, [ids], ['logits']);
  const { V } = run.plan.config;
  const { tokenizer } = run.plan.dataset;
  const prefixes = toTokens(run, ids).map((token, place): PrefixResult => {
    const logits = read('logits').data.subarray(place * V, (place + 1) * V);
    const next = topTokens(logits, tokenizer).slice(0, PREDICTIONS_PER_PREFIX);
    const following = ids[place + 1];
    if (following === undefined) return { token, next };
    const probability = softmax(logits)[following];
    const actual = { id: following, text: tokenizer.vocabulary[following], probability };
    return {
      token,
      next,
      actual: { ...actual, logit: logits[following], loss: -Math.log(probability) },
    };
  });
  return { step: run.step, prefixes };
}

export async function comparePhrases(run: Run, { text, token, by }: PhrasesRequest): Promise<PhrasesResult> {
  const ids = encodePrompt(run, text, token).slice(0, token + 1);
  const rows = by === 'growing' ? growingSuffixes(ids) : [ids, ...otherContexts(run, ids)];
  const { config, dataset } = run.plan;
  const stages = residualStages(config);
  const read = await readActivationsOfRows(run, rows, [
    'hook_embed',
    ...stages.map(({ name }) => name),
    'logits',
  ]);
  const lastOf = (name: ActivationName, row: number) => {
    const { shape, data } = read(name);
    const [, T, width] = shape;
    const at = (row * T + rows[row].length - 1) * width;
    return data.subarray(at, at + width);
  };
  const stagesWithEmbedding = [
    { name: 'hook_embed' as const, meaning: 'looked up: the token alone' },
    ...stages,
  ];
  return {
    step: run.step,
    phrases: rows.map((row, r) => ({
      tokens: toTokens(run, row).map((each) => each.text),
      next: topTokens(lastOf('logits', r), dataset.tokenizer).slice(0, PREDICTIONS_PER_PREFIX),
    })),
    stages: stagesWithEmbedding.map(({ name, meaning }) => {
      const vectors = rows.map((_, r) => lastOf(name, r).subarray(0, config.C));
      const pairwise = (measure: (a: Float32Array, b: Float32Array) => number) =>
        vectors.map((a) => vectors.map((b) => measure(a, b)));
      return {
        meaning,
        distances: pairwise(distance),
        cosines: pairwise(cosine),
        lengths: vectors.map((vector) => Math.sqrt(dotProduct(vector, vector))),
      };
    }),
  };
}

/** The last token with none, one and all of those before it. */
function growingSuffixes(ids: readonly number[]): (readonly number[])[] {
  return [...new Set([1, 2, ids.length])]
    .filter((length) => length <= ids.length)
    .map((length) => ids.slice(-length));
}

/** Held-out phrases that end with the same token, each after another token than those before it. */
function otherContexts(run: Run, ids: readonly number[]): (readonly number[])[] {
  const { config, dataset } = run.plan;
  const token = ids[ids.length - 1];
  const seenPrevious = new Set([ids[ids.length - 2]]);
  const phrases: (readonly number[])[] = [];
  for (const { tokens } of validationBatches(run, SEARCHED_BATCHES)) {
    for (let at = tokens.indexOf(token); at >= 0; at = tokens.indexOf(token, at + 1)) {
      const start = Math.floor(at / config.T) * config.T;
      if (at === start || seenPrevious.has(tokens[at - 1])) continue;
      seenPrevious.add(tokens[at - 1]);
      const contextLength = CONTEXT_TOKENS[dataset.tokenizer.kind];
      phrases.push(
        withinSentence(run, Array.from(tokens.subarray(Math.max(start, at - contextLength), at + 1))),
      );
      if (phrases.length === MAX_PHRASES - 1) return phrases;
    }
  }
  return phrases;
}

/** What stands behind the last full stop. */
function withinSentence({ plan: { dataset } }: Run, ids: readonly number[]): readonly number[] {
  const stop = dataset.tokenizer.vocabulary.indexOf('.');
  const from = ids.lastIndexOf(stop, ids.length - 3) + 1;
  return ids.slice(from);
}

async function readActivationsOfRows(
  run: Run,
  rows: readonly (readonly number[])[],
  names: readonly ActivationName[],
) {
  const { config } = run.plan;
  const visible = rows.map((row) => lastTokensInContext(row, config));
  const T = paddedLength(Math.max(...visible.map(({ length }) => length)), config.T);
  const tokens = new Int32Array(rows.length * T);
  visible.forEach((row, r) => {
    tokens.set(row, r * T);
  });
  const { activations } = await run.inspector.run({ B: rows.length, T, tokens, names: [...names] });
  return (name: ActivationName) => activations.get(name) as NDArray;
}

function distance(a: Float32Array, b: Float32Array): number {
  const difference = a.map((value, i) => value - b[i]);
  return Math.sqrt(dotProduct(difference, difference));
}
