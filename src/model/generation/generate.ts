// Autoregressive generation: sample a token, append it, repeat.

import type { Job } from '../../shared/job.ts';
import { own } from '../../shared/own-record.ts';
import { random } from '../../shared/random.ts';
import { shownValue } from '../../shared/shown-value.ts';
import type { Decoder } from './decoder.ts';
import type { SamplingConfig } from './sampler.ts';
import { argmax, probabilities, sampleIndex, samplingProblems } from './sampler.ts';

export interface GeneratedToken {
  readonly id: number;
  /** Probability it was sampled with, after temperature, top-k and top-p. */
  readonly probability: number;
}

type Generation = SamplingConfig & { readonly count: number; readonly seed: number };

/** Samples `count` tokens after the prompt; only the last T tokens are the context. The first `next` throws if a setting is invalid. */
export async function* generate(
  decoder: Decoder,
  prompt: readonly number[],
  settings: Generation,
): AsyncGenerator<GeneratedToken> {
  const { count, seed, temperature, topK, topP } = own(settings);
  const sampling = { temperature, topK, topP };
  const problems = [...samplingProblems(sampling), ...drawProblems(count, seed)];
  if (!Array.isArray(prompt))
    problems.push(`The prompt is ${shownValue(prompt)}; it must be a list of token ids.`);
  if (problems.length > 0) throw new Error(problems.join(' '));
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

function drawProblems(count: number, seed: number): string[] {
  const problems: string[] = [];
  if (!Number.isSafeInteger(count) || count < 1)
    problems.push(`The count of tokens is ${shownValue(count)}; it must be a whole number from 1.`);
  if (!Number.isSafeInteger(seed) || seed < 0)
    problems.push(`The seed is ${shownValue(seed)}; it must be a whole number from 0.`);
  return problems;
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
