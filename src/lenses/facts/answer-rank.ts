// What a model says to questions with a known answer: the answer's probability, its rank and its margin.

import type { ModelConfig } from '../../model/architecture/config.ts';
import { argmax, softmax } from '../../model/generation/sampler.ts';
import {
  type InterventionFactory,
  inspectInBatches,
  lastTokenVector,
} from '../../model/inspection/inspect-in-batches.ts';
import type { Inspector } from '../../model/inspection/inspector.ts';
import type { Job } from '../../shared/job.ts';

export interface AnswerPrompt {
  /** Token ids up to and excluding the answer. */
  readonly tokens: readonly number[];
  /** The token hoped for. */
  readonly answer: number;
}

export interface AnswerRank {
  /** Of the answer. */
  readonly probability: number;
  /** From 1: how many tokens are at least as probable, itself included. */
  readonly rank: number;
  /** The answer's logit less that of the best other token: above 0 exactly where the answer is said. */
  readonly margin: number;
  /** The most probable token. */
  readonly said: { readonly id: number; readonly probability: number; readonly logit: number };
}

/** Of logits (V). */
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

/** Asks all questions, each at the start of the context; of the network as it is, or of a changed one. */
export async function* evaluateFacts(
  inspector: Inspector,
  config: ModelConfig,
  prompts: readonly AnswerPrompt[],
  changesOf?: InterventionFactory,
): Job<AnswerRank[]> {
  const ranks: AnswerRank[] = [];
  const tokenRows = prompts.map(({ tokens }) => tokens);
  for await (const places of inspectInBatches(inspector, config, tokenRows, ['logits'], changesOf)) {
    for (const place of places) {
      ranks.push(rankAnswer(lastTokenVector(place, 'logits', config.V), prompts[place.promptIndex].answer));
    }
    yield { label: 'questions asked', done: ranks.length, total: prompts.length };
  }
  return ranks;
}
