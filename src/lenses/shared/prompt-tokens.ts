// What lenses need before they look: a prompt as tokens the model can read, and rows it was never trained on.

import { lastTokensInContext } from '../../model/architecture/context-window.ts';
import type { Batch } from '../../model/data/dataset.ts';
import type { Run } from '../../model/training/run.ts';
import type { RunPlan } from '../../model/training/run-plan.ts';
import { truncate } from '../../shared/validation.ts';

/** A run, or the copy of one. */
interface HasPlan {
  readonly plan: RunPlan;
}

/** The prompt's tokens that fit the context; `token`, where one is asked about, must be one of them. */
export function encodePrompt(
  { plan: { dataset, config } }: HasPlan,
  text: string,
  position = 0,
): readonly number[] {
  const { ids, unknown } = dataset.tokenizer.encode(text);
  if (unknown.length > 0) throw new Error(`The model does not know ${quoteFirst(unknown)}; use other words.`);
  const visible = lastTokensInContext(ids, config);
  if (visible.length === 0) throw new Error('The prompt is empty; give the model at least one word.');
  if (!Number.isInteger(position) || position < 0 || position >= visible.length)
    throw new Error(
      `The prompt has ${visible.length} tokens, counted from 0; there is no token ${position}.`,
    );
  return visible;
}

/** Of unknown words that may be as many as a text has. */
const MAX_LISTED = 8;

function quoteFirst(words: readonly string[]): string {
  const quoted = [...new Set(words)].slice(0, MAX_LISTED).map((word) => `“${truncate(word, 40)}”`);
  return `${quoted.join(', ')}${words.length > MAX_LISTED ? ' and more' : ''}`;
}

export function toTokens({ plan }: HasPlan, ids: readonly number[]): { id: number; text: string }[] {
  const { vocabulary } = plan.dataset.tokenizer;
  return ids.map((id) => ({ id, text: vocabulary[id] }));
}

/** Throws a sentence if one of them is no token's id. */
export function assertTokenIds({ plan: { config } }: HasPlan, ids: readonly number[]): void {
  const invalid = ids.find((id) => !Number.isInteger(id) || id < 0 || id >= config.V);
  if (invalid !== undefined)
    throw new Error(`The model has ${config.V} tokens, counted from 0; there is no token ${invalid}.`);
}

export function validationBatches({ plan: { dataset, training, config } }: Run, count: number): Batch[] {
  const { seed, B } = training;
  return Array.from({ length: count }, (_, step) =>
    dataset.batch({ split: 'validation', step, seed, B, T: config.T }),
  );
}
