// Prompts as token ids, and batches of the validation split.

import { lastTokensInContext, paddedLength } from '../../model/architecture/context-window.ts';
import type { Batch } from '../../model/data/dataset.ts';
import type { NDArray } from '../../model/inspection/inspector.ts';
import type { RunPlan } from '../../model/training/run-plan.ts';
import { isIndex, rowOf } from '../../shared/numbers.ts';
import { truncate } from '../../shared/truncate.ts';
import type { Token } from './results.ts';

export type { Token } from './results.ts';

/** A run, or a frozen copy of one. */
interface HasPlan {
  readonly plan: RunPlan;
}

/** The last tokens of the prompt that fit the context. Throws if a word is unknown or there is no token at `position`. */
export function encodePrompt(
  { plan: { dataset, config } }: HasPlan,
  text: string,
  position = 0,
): readonly number[] {
  const { ids, unknown } = dataset.tokenizer.encode(text);
  if (unknown.length > 0) throw new Error(`The model does not know ${quoteFirst(unknown)}; use other words.`);
  const visible = lastTokensInContext(ids, config);
  if (visible.length === 0) throw new Error('The prompt is empty; give the model at least one word.');
  assertPosition(visible, position);
  return visible;
}

/** Example prompts, by default those of the data set. Throws if there are none: a tokenizer from files may read no example. */
export function encodeExamples(
  run: HasPlan,
  texts: readonly string[] = run.plan.dataset.prompts,
): (readonly number[])[] {
  if (texts.length === 0)
    throw new Error('There is no prompt that this tokenizer reads; give one of your own.');
  return texts.map((text) => encodePrompt(run, text));
}

/** Like `encodePrompt`, with unknown words left out. */
export function encodeKnownTokens({ plan: { dataset, config } }: HasPlan, text: string): readonly number[] {
  const visible = lastTokensInContext(dataset.tokenizer.encode(text).ids, config);
  if (visible.length === 0) throw new Error('The prompt is empty; give the model at least one word.');
  return visible;
}

/** Throws if there is no token at this position of the prompt. */
export function assertPosition(ids: readonly number[], position: number): void {
  if (!isIndex(position, ids.length))
    throw new Error(`The prompt has ${ids.length} tokens, counted from 0; there is no token ${position}.`);
}

const MAX_LISTED = 8;

function quoteFirst(words: readonly string[]): string {
  const quoted = [...new Set(words)].slice(0, MAX_LISTED).map((word) => `“${truncate(word, 40)}”`);
  return `${quoted.join(', ')}${words.length > MAX_LISTED ? ' and more' : ''}`;
}

export function toTokens({ plan }: HasPlan, ids: readonly number[]): Token[] {
  const { vocabulary } = plan.dataset.tokenizer;
  return ids.map((id) => ({ id, text: vocabulary[id] }));
}

export const toToken = (run: HasPlan, id: number): Token => toTokens(run, [id])[0];

/** Throws if one of them is not a token's id; an absent one is none. */
export function assertTokenIds({ plan: { config } }: HasPlan, ids: readonly (number | undefined)[]): void {
  const invalid = ids.find((id) => id !== undefined && !isIndex(id, config.V));
  if (invalid !== undefined)
    throw new Error(`The model has ${config.V} tokens, counted from 0; there is no token ${invalid}.`);
}

/** One prompt as a batch (1, T), padded to a length for which a compiled program may exist. */
export function toPaddedBatch(ids: readonly number[], config: { readonly T: number }) {
  const T = paddedLength(ids.length, config.T);
  const tokens = new Int32Array(T);
  tokens.set(ids);
  return { B: 1, T, tokens };
}

/** The vector at one position of an activation (1, T, width), a view. */
export function vectorAt(activation: NDArray | undefined, position: number, width: number): Float32Array {
  return rowOf((activation as NDArray).data, position, width);
}

export function validationBatches({ plan: { dataset, training, config } }: HasPlan, count: number): Batch[] {
  const { seed, B } = training;
  return Array.from({ length: count }, (_, step) =>
    dataset.batch({ split: 'validation', step, seed, B, T: config.T }),
  );
}
