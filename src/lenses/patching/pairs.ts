// Pairs of prompts that differ in a few tokens, and what replaces an activation: the other prompt's, zero, a mean or a resample.

import { type ActivationName, activationShape } from '../../model/architecture/activations.ts';
import type { ModelConfig } from '../../model/architecture/config.ts';
import type { Job } from '../../shared/job.ts';
import { isIndex, mean } from '../../shared/numbers.ts';
import { random } from '../../shared/random.ts';
import type { Method, MetricName } from '../shared/patching-options.ts';
import type { Answers } from './metric.ts';
import { type RowReading, type Runner, readPrompts } from './patched-runs.ts';

/** Two prompts of one length; position t of one is compared with position t of the other. */
export interface PromptPair extends Answers {
  readonly clean: readonly number[];
  readonly corrupt: readonly number[];
}

export interface Replacement {
  readonly method: Method;
  /** Reference prompts that each resample draws, 8 by default. */
  readonly samples?: number;
  readonly seed?: number;
}

/** The input of every method of patching. */
export interface PatchingTask extends Runner {
  readonly pairs: readonly PromptPair[];
  readonly metric: MetricName;
  readonly replacement: Replacement;
  /** Prompts for `mean` and `resample`. */
  readonly references: readonly (readonly number[])[];
}

const DEFAULT_SAMPLES = 8;

export const baseOf = (pair: PromptPair, { method }: Replacement): readonly number[] =>
  method === 'denoise' ? pair.corrupt : pair.clean;

/** The prompt whose activations are patched in; undefined if they are no prompt's. */
export function donorOf(pair: PromptPair, { method }: Replacement): readonly number[] | undefined {
  if (method === 'denoise') return pair.clean;
  return method === 'noise' ? pair.corrupt : undefined;
}

/** Throws one sentence if the pairs cannot be patched. */
export function assertPairs(pairs: readonly PromptPair[], { T, V }: ModelConfig): void {
  if (pairs.length === 0) throw new Error('There is no pair of prompts; give at least one.');
  const { length } = pairs[0].clean;
  pairs.forEach(({ clean, corrupt, answer, other }, row) => {
    const place = pairs.length > 1 ? ` of pair ${row}` : '';
    if (clean.length === 0)
      throw new Error(`The clean prompt${place} is empty; it needs at least one token.`);
    if (clean.length !== corrupt.length)
      throw new Error(
        `The clean prompt${place} has ${clean.length} tokens, the corrupted one ${corrupt.length}; patching aligns them token by token.`,
      );
    if (clean.length !== length)
      throw new Error(
        `The prompts of pair 0 have ${length} tokens, those${place} ${clean.length}; all pairs must have one length.`,
      );
    if (length > T) throw new Error(`The prompts have ${length} tokens; the context of the model has ${T}.`);
    const ids = [...clean, ...corrupt, answer, ...(other === undefined ? [] : [other])];
    const invalid = ids.find((id) => !isIndex(id, V));
    if (invalid !== undefined)
      throw new Error(`The model has ${V} tokens, counted from 0; there is no token ${invalid}${place}.`);
    if (clean.every((id, t) => id === corrupt[t]))
      throw new Error(`Both prompts${place} are the same; change a token of one.`);
    if (answer === other) throw new Error(`Both answers${place} are token ${answer}; name another contrast.`);
  });
}

/** Every prompt of the pairs once: the default reference prompts. */
export function promptsOf(pairs: readonly PromptPair[]): (readonly number[])[] {
  const prompts = pairs.flatMap(({ clean, corrupt }) => [clean, corrupt]);
  return [...new Map(prompts.map((ids) => [ids.join(), ids])).values()];
}

/** [pair]: named activations (T, …) of the run that is patched. */
export function baseValues(
  task: Runner & { readonly replacement: Replacement },
  pairs: readonly PromptPair[],
  names: readonly ActivationName[],
): Job<Map<ActivationName, Float32Array>[]> {
  const prompts = pairs.map((pair) => baseOf(pair, task.replacement));
  const read = ({ values }: RowReading) => new Map(names.map((name) => [name, values(name).slice()]));
  return readPrompts(task, prompts, names, read);
}

/** [pair][sample] (T, …): what replaces an activation in each pair's base run. */
export type Donors = readonly (readonly Float32Array[])[];

/** The donors of each name. */
export async function* donorValues(
  task: PatchingTask,
  pairs: readonly PromptPair[],
  names: readonly ActivationName[],
): Job<ReadonlyMap<ActivationName, Donors>> {
  const { replacement, references } = task;
  const prompts = pairs.flatMap((pair) => {
    const donor = donorOf(pair, replacement);
    return donor ? [donor] : [];
  });
  const isZero = replacement.method === 'zero';
  const sources = isZero ? [pairs[0].clean] : prompts.length > 0 ? prompts : references;
  const values = yield* readPrompts(task, sources, names, (reading) =>
    names.map((name) => reading.values(name).slice()),
  );
  const donors = names.map((name, n): [ActivationName, Donors] => {
    const each = values.map((ofRow) => ofRow[n]);
    return [name, pairs.map((pair, p) => donorsOfPair(each[p], each, sources, pair, replacement))];
  });
  return new Map(donors);
}

function donorsOfPair(
  own: Float32Array,
  values: readonly Float32Array[],
  sources: readonly (readonly number[])[],
  { clean }: PromptPair,
  { method, samples = DEFAULT_SAMPLES, seed = 0 }: Replacement,
): Float32Array[] {
  if (method === 'zero') return [new Float32Array(values[0].length)];
  if (method === 'mean') return [values[0].map((_, i) => mean(values.map((each) => each[i])))];
  if (method !== 'resample') return [own];
  const others = values.filter((_, s) => sources[s].join() !== clean.join());
  if (others.length === 0) throw new Error('A resample needs a reference prompt besides the clean one.');
  // The draws depend on the prompt, not on its place among the pairs.
  const stream = random(seed, 'patching', 'resample', ...clean);
  return Array.from({ length: samples }, () => stream.choice(others));
}

/** Numbers of named activations of one prompt. */
export const numbersOf = (config: ModelConfig, names: readonly ActivationName[], T: number): number =>
  names.reduce((sum, name) => sum + activationShape(name, config, 1, T).reduce((a, b) => a * b), 0);
