// Predict, draw, append, again: how a next-token model writes (chapter 5).

import type { Job } from '../../shared/job.ts';
import { random } from '../../shared/random.ts';
import type { Decoder } from './decoder.ts';
import type { SamplingConfig } from './sampler.ts';
import { argmax, probabilities, sampleIndex } from './sampler.ts';

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
  let [logits] = await decoder.prefill([prompt]);
  for (let written = 1; ; written++) {
    const p = probabilities(logits, sampling);
    const id = sampleIndex(p, stream.float());
    yield { id, probability: p[id] };
    if (written >= count) return;
    [logits] = await decoder.append([id]);
  }
}

/** The likeliest continuation of several prompts at once, up to and including `stop`. */
export async function* completeGreedily(
  decoder: Decoder,
  prompts: readonly (readonly number[])[],
  { count, stop }: { count: number; stop: (id: number) => boolean },
): Job<number[][]> {
  const completions: number[][] = prompts.map(() => []);
  if (prompts.length === 0) return completions;
  let logits = await decoder.prefill(prompts);
  for (let written = 1; ; written++) {
    const ids = logits.map(argmax);
    ids.forEach((id, r) => {
      completions[r].push(id);
    });
    yield { label: 'tokens written', done: written, total: count };
    // Those that have stopped are written on beside the others, and what comes behind the stop is not kept.
    if (written >= count || completions.every((row) => row.some(stop)))
      return completions.map((row) => truncateAfter(row, stop));
    logits = await decoder.append(ids);
  }
}

/** What stands before the first id that stops, and that id. */
function truncateAfter(ids: readonly number[], stop: (id: number) => boolean): number[] {
  const end = ids.findIndex(stop);
  return end < 0 ? [...ids] : ids.slice(0, end + 1);
}
