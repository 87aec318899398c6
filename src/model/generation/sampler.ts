// Sampling from logits: temperature, top-k, top-p, then a draw.

import { shownValue } from '../../shared/shown-value.ts';

export interface SamplingConfig {
  /** Divides the logits; 0 is greedy decoding. */
  readonly temperature: number;
  /** Keeps only the k most probable tokens. */
  readonly topK?: number;
  /** Keeps the smallest set of most probable tokens whose total reaches p (nucleus sampling, Holtzman et al. 2019). */
  readonly topP?: number;
}

/** Problems of the settings, one sentence each. */
export function samplingProblems({ temperature, topK, topP }: SamplingConfig): string[] {
  const problems: string[] = [];
  if (!(Number.isFinite(temperature) && temperature >= 0 && temperature <= 10)) {
    problems.push(
      `The temperature is ${shownValue(temperature)}; it must be from 0 (always the most probable token) to 10.`,
    );
  }
  if (topK !== undefined && !(Number.isInteger(topK) && topK >= 1)) {
    problems.push(`Top-k is ${shownValue(topK)}; it must be a whole number from 1.`);
  }
  if (topP !== undefined && !(Number.isFinite(topP) && topP > 0 && topP <= 1)) {
    problems.push(`Top-p is ${shownValue(topP)}; it must be above 0 and at most 1.`);
  }
  return problems;
}

/** softmax(logits), in doubles; the maximum is taken off first. */
export function softmax(logits: ArrayLike<number>): Float64Array {
  const p = new Float64Array(logits);
  let max = -Infinity;
  for (let i = 0; i < p.length; i++) max = Math.max(max, p[i]);
  let sum = 0;
  for (let i = 0; i < p.length; i++) {
    p[i] = Math.exp(p[i] - max);
    sum += p[i];
  }
  for (let i = 0; i < p.length; i++) p[i] /= sum;
  return p;
}

/** Probability of every token after the three cuts, in that order; what is cut has exactly 0. */
export function probabilities(logits: ArrayLike<number>, config: SamplingConfig): Float64Array {
  if (config.temperature === 0) return oneHot(logits);
  const p = softmax(Float64Array.from(logits, (logit) => logit / config.temperature));
  if (config.topK !== undefined) keepTop(p, () => config.topK as number);
  if (config.topP !== undefined) keepTop(p, (sorted) => nucleusSize(sorted, config.topP as number));
  return p;
}

/** The index drawn from `p` by a uniform number in [0, 1). */
export function sampleIndex(p: Float64Array, uniform: number): number {
  let remaining = uniform;
  let last = 0;
  for (let i = 0; i < p.length; i++) {
    if (p[i] === 0) continue;
    last = i;
    remaining -= p[i];
    if (remaining < 0) return i;
  }
  // The probabilities may add up to a hair less than 1.
  return last;
}

/** The most probable index; the first of equals. */
export function argmax(values: ArrayLike<number>): number {
  let best = 0;
  for (let i = 1; i < values.length; i++) if (values[i] > values[best]) best = i;
  return best;
}

function oneHot(logits: ArrayLike<number>): Float64Array {
  const p = new Float64Array(logits.length);
  p[argmax(logits)] = 1;
  return p;
}

/** Zeroes all but the `count(sorted)` most probable tokens and renormalizes, in place. */
function keepTop(p: Float64Array, count: (sorted: Float64Array) => number): void {
  const order = Array.from(p.keys()).sort((a, b) => p[b] - p[a] || a - b);
  const size = count(Float64Array.from(order, (i) => p[i]));
  for (const i of order.slice(size)) p[i] = 0;
  const sum = p.reduce((a, b) => a + b, 0);
  for (let i = 0; i < p.length; i++) p[i] /= sum;
}

/** How many of the sorted probabilities it takes to reach `topP`; the one that crosses counts. */
function nucleusSize(sorted: Float64Array, topP: number): number {
  let total = 0;
  for (let i = 0; i < sorted.length; i++) {
    total += sorted[i];
    if (total >= topP) return i + 1;
  }
  return sorted.length;
}
