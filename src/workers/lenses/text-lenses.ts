// Lenses on what context does to a text: the guess after every beginning, and one word among different others.

import type { ActivationName } from '../../model/activations.ts';
import { paddedLength, visibleTokens } from '../../model/context.ts';
import type { Values } from '../../model/inspector.ts';
import { cosine, dotProduct } from '../../model/lenses/embedding.ts';
import { streamStages } from '../../model/lenses/logit-lens.ts';
import type { Run } from '../../model/run.ts';
import { softmax } from '../../model/sampler.ts';
import type { Lenses, PhrasesReading, PhrasesRequest, PrefixReading } from '../lab-api.ts';
import { likeliest } from './likeliest.ts';
import { readable, tokensOf, validationBatches } from './reading-text.ts';

/** Guesses told for each beginning. */
const GUESSES = 3;
/** Phrases compared: three points always lie in a plane, so a picture of them is true. */
const PHRASES = 3;
/** Held-out batches searched for the token in other company. */
const SEARCHED_BATCHES = 8;
/** Tokens before it that are taken along. */
const COMPANY = { words: 6, characters: 16, 'byte-pair': 8 };

export async function guessPrefixes(
  run: Run,
  { text }: Lenses['prefixes']['asks'],
): Promise<Lenses['prefixes']['answers']> {
  const ids = readable(run, text);
  const read = await lookAtRows(run, [ids], ['logits']);
  const { V } = run.plan.config;
  const { tokenizer } = run.plan.dataset;
  const prefixes = tokensOf(run, ids).map((token, place): PrefixReading => {
    const logits = read('logits').data.subarray(place * V, (place + 1) * V);
    const next = likeliest(logits, tokenizer).slice(0, GUESSES);
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

export async function comparePhrases(run: Run, { text, token, by }: PhrasesRequest): Promise<PhrasesReading> {
  const ids = readable(run, text, token).slice(0, token + 1);
  const rows = by === 'growing' ? growing(ids) : [ids, ...otherContexts(run, ids)];
  const { config, dataset } = run.plan;
  const stages = streamStages(config);
  const read = await lookAtRows(run, rows, ['hook_embed', ...stages.map(({ name }) => name), 'logits']);
  const lastOf = (name: ActivationName, row: number) => {
    const { shape, data } = read(name);
    const [, T, width] = shape;
    const at = (row * T + rows[row].length - 1) * width;
    return data.subarray(at, at + width);
  };
  const places = [{ name: 'hook_embed' as const, meaning: 'looked up: the token alone' }, ...stages];
  return {
    step: run.step,
    phrases: rows.map((row, r) => ({
      tokens: tokensOf(run, row).map((each) => each.text),
      next: likeliest(lastOf('logits', r), dataset.tokenizer).slice(0, GUESSES),
    })),
    stages: places.map(({ name, meaning }) => {
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
function growing(ids: readonly number[]): (readonly number[])[] {
  return [...new Set([1, 2, ids.length])]
    .filter((length) => length <= ids.length)
    .map((length) => ids.slice(-length));
}

/** Held-out phrases that end with the same token, each after another token than those before it. */
function otherContexts(run: Run, ids: readonly number[]): (readonly number[])[] {
  const { config, dataset } = run.plan;
  const token = ids[ids.length - 1];
  const before = new Set([ids[ids.length - 2]]);
  const found: (readonly number[])[] = [];
  for (const { tokens } of validationBatches(run, SEARCHED_BATCHES)) {
    for (let at = tokens.indexOf(token); at >= 0; at = tokens.indexOf(token, at + 1)) {
      const start = Math.floor(at / config.T) * config.T;
      if (at === start || before.has(tokens[at - 1])) continue;
      before.add(tokens[at - 1]);
      const company = COMPANY[dataset.tokenizer.kind];
      found.push(withinSentence(run, Array.from(tokens.subarray(Math.max(start, at - company), at + 1))));
      if (found.length === PHRASES - 1) return found;
    }
  }
  return found;
}

/** What stands behind the last full stop. */
function withinSentence({ plan: { dataset } }: Run, ids: readonly number[]): readonly number[] {
  const stop = dataset.tokenizer.vocabulary.indexOf('.');
  const from = ids.lastIndexOf(stop, ids.length - 3) + 1;
  return ids.slice(from);
}

async function lookAtRows(run: Run, rows: readonly (readonly number[])[], names: readonly ActivationName[]) {
  const { config } = run.plan;
  const visible = rows.map((row) => visibleTokens(row, config));
  const T = paddedLength(Math.max(...visible.map(({ length }) => length)), config.T);
  const tokens = new Int32Array(rows.length * T);
  visible.forEach((row, r) => {
    tokens.set(row, r * T);
  });
  const { activations } = await run.inspector.look({ B: rows.length, T, tokens, names: [...names] });
  return (name: ActivationName) => activations.get(name) as Values;
}

function distance(a: Float32Array, b: Float32Array): number {
  const difference = a.map((value, i) => value - b[i]);
  return Math.sqrt(dotProduct(difference, difference));
}
