// The metric of patching at the last position of a prompt: the logit difference of two answers, or probability or rank of one.

import { softmax } from '../../model/generation/sampler.ts';
import { rankAnswer } from '../facts/answer-rank.ts';
import type { MetricName } from '../shared/patching-options.ts';

/** Token ids. `other` is the wrong answer that a logit difference compares with. */
export interface Answers {
  readonly answer: number;
  readonly other?: number;
}

/** The metric of logits (V). */
export function metricOf(name: MetricName, logits: Float32Array, { answer, other }: Answers): number {
  if (name === 'logit-difference') return logits[answer] - logits[otherOf(other)];
  const { probability, rank } = rankAnswer(logits, answer);
  return name === 'probability' ? probability : rank;
}

/** Writes the derivatives of the metric by the logits (V) into `gradient`, which holds zeros. */
export function writeMetricGradient(
  name: MetricName,
  logits: Float32Array,
  { answer, other }: Answers,
  gradient: Float32Array,
): void {
  if (name === 'rank')
    throw new Error('A rank has no gradient; attribute the logit difference or the probability.');
  if (name === 'logit-difference') {
    gradient[answer] += 1;
    gradient[otherOf(other)] -= 1;
    return;
  }
  const p = softmax(logits);
  p.forEach((each, token) => {
    gradient[token] = p[answer] * (Number(token === answer) - each);
  });
}

function otherOf(other: number | undefined): number {
  if (other === undefined)
    throw new Error('A logit difference needs a second token; name a contrast, or measure the probability.');
  return other;
}
