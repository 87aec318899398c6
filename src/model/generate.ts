// Predict, draw, append, again: how a next-token model writes (chapter 5).

import type { Decoder } from './decoder.ts';
import type { InPieces } from './pieces.ts';
import { random } from './random.ts';
import type { SamplingConfig } from './sampler.ts';
import { argmax, draw, probabilities } from './sampler.ts';

export interface GeneratedToken {
  readonly id: number;
  /** What it was drawn with, after temperature and cuts. */
  readonly probability: number;
}

/** Appends `count` tokens, one at a time; what no longer fits the context falls off its front. */
export async function* generate(
  decoder: Decoder,
  prompt: readonly number[],
  { count, seed, ...sampling }: SamplingConfig & { count: number; seed: number },
): AsyncGenerator<GeneratedToken> {
  const stream = random(seed, 'sampling');
  let [logits] = await decoder.read([prompt]);
  for (let written = 1; ; written++) {
    const p = probabilities(logits, sampling);
    const id = draw(p, stream.float());
    yield { id, probability: p[id] };
    if (written >= count) return;
    [logits] = await decoder.append([id]);
  }
}

/** The likeliest continuation of several prompts at once, up to and including `stop`. */
export async function* completeAll(
  decoder: Decoder,
  prompts: readonly (readonly number[])[],
  { count, stop }: { count: number; stop: (id: number) => boolean },
): InPieces<number[][]> {
  const added: number[][] = prompts.map(() => []);
  if (prompts.length === 0) return added;
  let logits = await decoder.read(prompts);
  for (let written = 1; ; written++) {
    const ids = logits.map(argmax);
    ids.forEach((id, r) => {
      added[r].push(id);
    });
    yield { what: 'tokens written', done: written, total: count };
    // Those that have stopped are written on beside the others, and what comes behind the stop is not kept.
    if (written >= count || added.every((row) => row.some(stop))) return added.map((row) => upTo(row, stop));
    logits = await decoder.append(ids);
  }
}

/** What stands before the first id that stops, and that id. */
function upTo(ids: readonly number[], stop: (id: number) => boolean): number[] {
  const end = ids.findIndex(stop);
  return end < 0 ? [...ids] : ids.slice(0, end + 1);
}
