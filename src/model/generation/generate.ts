// Autoregressive generation: sample a token, append it, repeat.

import type { Job } from '../../shared/job.ts';
import { random } from '../../shared/random.ts';
import type { Decoder } from './decoder.ts';
import type { SamplingConfig } from './sampler.ts';
import { argmax, probabilities, sampleIndex } from './sampler.ts';

export interface GeneratedToken {
  readonly id: number;
  /** Probability it was sampled with, after temperature, top-k and top-p. */
  readonly probability: number;
}

/** Samples `count` tokens after the prompt; only the last T tokens are the context. */
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

/** Greedy completions of several prompts in parallel: at most `count` tokens, up to and including the first that `stop` accepts. */
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
    // Finished rows continue with the batch; their tokens after the stop are dropped.
    if (written >= count || completions.every((row) => row.some(stop)))
      return completions.map((row) => truncateAfter(row, stop));
    logits = await decoder.append(ids);
  }
}

/** The ids up to and including the first that `stop` accepts. */
function truncateAfter(ids: readonly number[], stop: (id: number) => boolean): number[] {
  const end = ids.findIndex(stop);
  return end < 0 ? [...ids] : ids.slice(0, end + 1);
}
