// How well a model predicts known answers: probability, rank and margin.

import type { ModelConfig } from '../../model/architecture/config.ts';
import { argmax, softmax } from '../../model/generation/sampler.ts';
import { type InterventionFactory, lastLogitsInBatches } from '../../model/inspection/inspect-in-batches.ts';
import type { Inspector } from '../../model/inspection/inspector.ts';
import type { Job } from '../../shared/job.ts';

export interface AnswerPrompt {
  /** Token ids up to and excluding the answer. */
  readonly tokens: readonly number[];
  /** The expected token. */
  readonly answer: number;
}

export interface AnswerRank {
  readonly probability: number;
  /** From 1: the number of tokens that are at least as probable, itself included. */
  readonly rank: number;
  /** The answer's logit less the highest other logit: above 0 exactly if the answer is predicted. */
  readonly margin: number;
  /** The most probable token. */
  readonly said: { readonly id: number; readonly probability: number; readonly logit: number };
}

/** Where the answer stands in logits (V). */
export function rankAnswer(logits: Float32Array, answer: number): AnswerRank {
  const p = softmax(logits);
  const predicted = argmax(logits);
  let [rank, bestOther] = [1, -Infinity];
  logits.forEach((logit, id) => {
    if (id === answer) return;
    bestOther = Math.max(bestOther, logit);
    if (logit >= logits[answer]) rank += 1;
  });
  return {
    probability: p[answer],
    rank,
    margin: logits[answer] - bestOther,
    said: { id: predicted, probability: p[predicted], logit: logits[predicted] },
  };
}

/** Each prompt starts at position 0; `changesOf` makes the interventions of each batch. */
export async function* evaluateFacts(
  inspector: Inspector,
  config: ModelConfig,
  prompts: readonly AnswerPrompt[],
  changesOf?: InterventionFactory,
): Job<AnswerRank[]> {
  const ranks: AnswerRank[] = [];
  const tokenRows = prompts.map(({ tokens }) => tokens);
  for await (const batch of lastLogitsInBatches(inspector, config, tokenRows, changesOf)) {
    for (const logits of batch) ranks.push(rankAnswer(logits, prompts[ranks.length].answer));
    yield { label: 'prompts evaluated', done: ranks.length, total: prompts.length };
  }
  return ranks;
}
