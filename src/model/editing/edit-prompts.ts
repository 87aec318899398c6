// The prompts that an edit is fitted to, as a batch, and when the fit stops.

import type { ModelConfig } from '../architecture/config.ts';
import { paddedLength } from '../architecture/context-window.ts';
import { IGNORE_INDEX } from '../data/dataset.ts';
import type { InspectorResult, NDArray } from '../inspection/inspector.ts';

/** A prompt whose next token the edit changes, and the position at which the MLP output changes. */
export interface EditPrompt {
  readonly tokens: readonly number[];
  readonly position: number;
}

/** The optimization stops when every prompt gives the answer this probability. */
const TARGET_PROBABILITY = 0.97;

/** Prompts padded to one length. */
export interface PromptBatch {
  readonly B: number;
  readonly T: number;
  readonly tokens: Int32Array<ArrayBuffer>;
}

export function toPromptBatch(prompts: readonly EditPrompt[], config: ModelConfig): PromptBatch {
  const T = paddedLength(Math.max(...prompts.map(({ tokens }) => tokens.length)), config.T);
  const tokens = new Int32Array(prompts.length * T);
  prompts.forEach((prompt, row) => {
    tokens.set(prompt.tokens, row * T);
  });
  return { B: prompts.length, T, tokens };
}

/** (B, T): the answer after each prompt, and nothing elsewhere. */
export function answerTargets(
  { B, T }: PromptBatch,
  prompts: readonly EditPrompt[],
  answer: number,
): Int32Array<ArrayBuffer> {
  const targets = new Int32Array(B * T).fill(IGNORE_INDEX);
  prompts.forEach(({ tokens }, row) => {
    targets[row * T + tokens.length - 1] = answer;
  });
  return targets;
}

/** Whether every prompt gives the answer the probability at which the fit stops. */
export function followsEverywhere(
  { tokenLoss }: InspectorResult,
  { T }: PromptBatch,
  prompts: readonly EditPrompt[],
): boolean {
  const { data: losses } = tokenLoss as NDArray;
  return prompts.every(
    ({ tokens }, row) => Math.exp(-losses[row * T + tokens.length - 1]) >= TARGET_PROBABILITY,
  );
}
