// What lenses need before they look: a prompt as tokens the model can read, and rows it was never trained on.

import { shortened } from '../../model/checked.ts';
import { visibleTokens } from '../../model/context.ts';
import type { Batch } from '../../model/data/dataset.ts';
import type { Run } from '../../model/run.ts';
import type { RunPlan } from '../../model/run-plan.ts';

/** A run, or the copy of one. */
interface Planned {
  readonly plan: RunPlan;
}

/** The prompt's tokens that fit the context; `token`, where one is asked about, must be one of them. */
export function readable({ plan: { dataset, config } }: Planned, text: string, token = 0): readonly number[] {
  const { ids, unknown } = dataset.tokenizer.encode(text);
  if (unknown.length > 0) throw new Error(`The model does not know ${quotedFew(unknown)}; use other words.`);
  const visible = visibleTokens(ids, config);
  if (visible.length === 0) throw new Error('The prompt is empty; give the model at least one word.');
  if (!Number.isInteger(token) || token < 0 || token >= visible.length)
    throw new Error(`The prompt has ${visible.length} tokens, counted from 0; there is no token ${token}.`);
  return visible;
}

/** Of unknown words that may be as many as a text has. */
const MOST_TOLD = 8;

function quotedFew(words: readonly string[]): string {
  const told = [...new Set(words)].slice(0, MOST_TOLD).map((word) => `“${shortened(word, 40)}”`);
  return `${told.join(', ')}${words.length > MOST_TOLD ? ' and more' : ''}`;
}

export function tokensOf({ plan }: Planned, ids: readonly number[]): { id: number; text: string }[] {
  const { vocabulary } = plan.dataset.tokenizer;
  return ids.map((id) => ({ id, text: vocabulary[id] }));
}

/** Throws a sentence if one of them is no token's id. */
export function checkTokens({ plan: { config } }: Planned, ids: readonly number[]): void {
  const wrong = ids.find((id) => !Number.isInteger(id) || id < 0 || id >= config.V);
  if (wrong !== undefined)
    throw new Error(`The model has ${config.V} tokens, counted from 0; there is no token ${wrong}.`);
}

export function validationBatches({ plan: { dataset, training, config } }: Run, count: number): Batch[] {
  const { seed, B } = training;
  return Array.from({ length: count }, (_, step) =>
    dataset.batch({ split: 'validation', step, seed, B, T: config.T }),
  );
}
