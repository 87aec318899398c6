// Measures of senses: whether the nearest occurrence of a word, by the cosine of the residual stream, has its sense.

import type { Job } from '../../shared/job.ts';
import type { ActivationName } from '../architecture/activations.ts';
import type { ModelConfig } from '../architecture/config.ts';
import type { Measure, SenseProbe } from '../data/dataset.ts';
import { inspectInBatches } from './inspect-in-batches.ts';
import type { Inspector } from './inspector.ts';

export type SenseMeasure = Extract<Measure, { kind: 'senses' }>;

/** Of one point of the stream. */
export interface SensesAt {
  readonly name: ActivationName;
  /** Whether the nearest other probe has the same sense. */
  readonly trained: readonly boolean[];
  /** Whether the nearest of the probes has the sense of each held-out one. */
  readonly heldOut: readonly boolean[];
}

export const shareOf = (right: readonly boolean[]): number => right.filter(Boolean).length / right.length;

/** The layer that is best for the probes, and the held-out probes in that layer. */
export async function* evaluateSenses(inspector: Inspector, config: ModelConfig, measure: SenseMeasure) {
  const layers = Array.from({ length: config.L }, (_, l): ActivationName => `blocks.${l}.hook_resid_post`);
  const { trained, heldOut } = bestPoint(yield* sensesAt(inspector, config, measure, layers));
  return { value: shareOf(trained), ...(heldOut.length > 0 && { heldOut: shareOf(heldOut) }) };
}

/** The first that is best for the probes: held-out ones do not choose. */
export const bestPoint = (points: readonly SensesAt[]): SensesAt =>
  points.reduce((best, each) => (shareOf(each.trained) > shareOf(best.trained) ? each : best));

export async function* sensesAt(
  inspector: Inspector,
  config: ModelConfig,
  { probes, heldOut = [] }: SenseMeasure,
  names: readonly ActivationName[],
): Job<SensesAt[]> {
  const all = [...probes, ...heldOut];
  const vectors = yield* readVectors(inspector, config, all, names);
  return names.map((name, n) => {
    const known = vectors[n].slice(0, probes.length);
    const isRight = (i: number) => {
      const cosines = known.map((other, k) => (k === i ? -2 : dot(vectors[n][i], other)));
      return probes[cosines.indexOf(Math.max(...cosines))].sense === all[i].sense;
    };
    const right = all.map((_, i) => isRight(i));
    return { name, trained: right.slice(0, probes.length), heldOut: right.slice(probes.length) };
  });
}

/** [name][probe]: of length 1. */
async function* readVectors(
  inspector: Inspector,
  { C, ...config }: ModelConfig,
  probes: readonly SenseProbe[],
  names: readonly ActivationName[],
): Job<Float32Array[][]> {
  const vectors: Float32Array[][] = names.map(() => []);
  const rows = probes.map(({ tokens }) => tokens);
  for await (const batch of inspectInBatches(inspector, { C, ...config }, rows, names)) {
    for (const { promptIndex, row, T, length, values } of batch) {
      const { tokens, position } = probes[promptIndex];
      const at = row * T + position - (tokens.length - length);
      for (const [n, name] of names.entries())
        vectors[n].push(unitVector(values(name).data.subarray(at * C, (at + 1) * C)));
    }
    yield { label: 'prompts evaluated', done: vectors[0].length, total: probes.length };
  }
  return vectors;
}

const dot = (a: Float32Array, b: Float32Array) => a.reduce((sum, value, i) => sum + value * b[i], 0);

function unitVector(vector: Float32Array): Float32Array {
  const norm = Math.sqrt(dot(vector, vector)) || 1;
  return vector.map((value) => value / norm);
}
