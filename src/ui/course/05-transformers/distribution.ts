// Softmax and sampling on the main thread, so that the temperature slider needs no request to the worker.

import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus';
import type { Sampling } from './choices.ts';

/** What the network says of the next token, before softmax. */
export interface Prediction {
  /** One a token (V). */
  readonly logits: Float32Array;
  readonly vocabulary: readonly string[];
  readonly sampling: Sampling;
}

/**
 * softmax(logits / T), in float64. T = 0 gives the limit: probability 1 for the largest logit.
 */
export function distribution(logits: ArrayLike<number>, temperature: number): Float64Array {
  const p = Float64Array.from(logits);
  const max = p.reduce((a, b) => Math.max(a, b), -Infinity);
  if (temperature === 0) {
    const first = p.indexOf(max);
    return p.fill(0).fill(1, first, first + 1);
  }
  let sum = 0;
  for (let i = 0; i < p.length; i++) {
    p[i] = Math.exp((p[i] - max) / temperature);
    sum += p[i];
  }
  return p.map((e) => e / sum);
}

/** Mixes an integer into all 32 bits (the finalizer of MurmurHash3), since adjacent seeds would start with similar numbers. */
function mixBits(value: number): number {
  let bits = value | 0;
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return bits ^ (bits >>> 16);
}

/** A generated token with its probability at sampling. */
export interface GeneratedToken {
  readonly id: number;
  readonly text: string;
  readonly probability: number;
}

/** Samples one token; the same seed and position always use the same random number. */
export function sampleToken(p: Float64Array, seed: number, position: number): number {
  const state = [1, 2, 3, 4].map((part) => mixBits(mixBits(mixBits(seed) + position) + part));
  let rest = uniformFloat64(xoroshiro128plusFromState(state));
  for (let id = 0; id < p.length; id++) {
    rest -= p[id];
    if (rest < 0) return id;
  }
  // Rounding can make the sum of the probabilities slightly less than 1.
  return p.findLastIndex((share) => share > 0);
}

export interface Candidate {
  readonly id: number;
  readonly text: string;
  readonly logit: number;
  readonly probability: number;
}

/** The most probable tokens with their logits, most probable first. */
export function candidates(
  logits: ArrayLike<number>,
  temperature: number,
  vocabulary: readonly string[],
  count: number,
): Candidate[] {
  const p = distribution(logits, temperature);
  return Array.from(p, (probability, id) => ({ id, text: vocabulary[id], logit: logits[id], probability }))
    .sort((a, b) => b.logit - a.logit)
    .slice(0, count);
}
