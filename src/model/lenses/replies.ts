// What a model says to questions with a known answer: the answer's probability, its rank and its margin.

import { type ChangesOf, inBatches, lastOf } from '../batches.ts';
import type { ModelConfig } from '../config.ts';
import type { Inspector } from '../inspector.ts';
import type { InPieces } from '../pieces.ts';
import { argmax, softmax } from '../sampler.ts';

export interface Question {
  /** Token ids up to and excluding the answer. */
  readonly tokens: readonly number[];
  /** The token hoped for. */
  readonly answer: number;
}

export interface Verdict {
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
export function verdictOf(logits: Float32Array, answer: number): Verdict {
  const p = softmax(logits);
  const said = argmax(logits);
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
    said: { id: said, probability: p[said], logit: logits[said] },
  };
}

/** Asks all questions, each at the start of the context; of the network as it is, or of a changed one. */
export async function* askAll(
  inspector: Inspector,
  config: ModelConfig,
  questions: readonly Question[],
  changesOf?: ChangesOf,
): InPieces<Verdict[]> {
  const verdicts: Verdict[] = [];
  const prompts = questions.map(({ tokens }) => tokens);
  for await (const places of inBatches(inspector, config, prompts, ['logits'], changesOf)) {
    for (const place of places) {
      verdicts.push(verdictOf(lastOf(place, 'logits', config.V), questions[place.index].answer));
    }
    yield { what: 'questions asked', done: verdicts.length, total: questions.length };
  }
  return verdicts;
}
