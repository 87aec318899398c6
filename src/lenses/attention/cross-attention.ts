// Cross-attention of one head.

import { headWidth } from '../../model/architecture/config.ts';
import type { Run } from '../../model/training/run.ts';
import { defineLens } from '../shared/define-lens.ts';
import { encodePrompt, type Token, toTokens } from '../shared/prompt-tokens.ts';
import * as v from '../shared/schemas.ts';
import {
  attentionInputs,
  attentionScores,
  headRows,
  readActivations,
  softmaxRows,
} from './head-activations.ts';
import { assertHead, type HeadIndex } from './head-index.ts';

export interface CrossAttentionResult {
  step: number;
  queries: Token[];
  keys: Token[];
  /** (Tq, Tk), a row a query: q · k / √D, and its softmax. */
  scores: Float32Array;
  pattern: Float32Array;
}

/**
 * Cross-attention: one head with queries from one text and keys from another, without a mask. The model itself never computes
 * this; each text is read by itself, so rotary positions count from 0 in both.
 */
export const crossAttentionLens = defineLens({
  name: 'cross-attention',
  aliases: ['cross'],
  request: v.strictObject({ text: v.TEXT, keysText: v.TEXT, ...v.HEAD }),
  async compute(run, { text, keysText, ...head }): Promise<CrossAttentionResult> {
    assertHead(run, head);
    const [queries, keys] = [encodePrompt(run, text), encodePrompt(run, keysText)];
    const q = await rowsOf(run, queries, 'q', head);
    const k = await rowsOf(run, keys, 'k', head);
    const scores = attentionScores(q, k, headWidth(run.plan.config));
    return {
      step: run.step,
      queries: toTokens(run, queries),
      keys: toTokens(run, keys),
      scores,
      pattern: softmaxRows(scores, keys.length),
    };
  },
});

/** (T, D), normed and rotated as in the network. */
async function rowsOf(
  { inspector, plan }: Run,
  tokens: readonly number[],
  part: 'q' | 'k',
  { layer, head }: HeadIndex,
): Promise<Float32Array> {
  const hook = attentionInputs(plan.config, layer)[part];
  const read = await readActivations(inspector, plan.config, tokens, [hook]);
  return headRows(read(hook), plan.config, head, tokens.length);
}
