// Cross-attention: one head with queries from one text and keys from another, without a mask. The model itself never
// computes this; each text is read by itself.

import * as v from 'valibot';
import type { ActivationName } from '../../../model/architecture/activations.ts';
import { headWidth } from '../../../model/architecture/config.ts';
import type { Run } from '../../../model/training/run.ts';
import { defineLens } from '../../shared/define-lens.ts';
import { encodePrompt, type Token, toTokens } from '../../shared/prompt-tokens.ts';
import { HEAD, TEXT } from '../../shared/schemas.ts';
import { attentionScores, headRows, readActivations, softmaxRows } from '../head-activations.ts';
import { assertHead, type HeadIndex } from '../head-index.ts';

export interface CrossAttentionResult {
  step: number;
  queries: Token[];
  keys: Token[];
  /** (Tq, Tk), a row a query: q · k / √D, and its softmax. */
  scores: Float32Array;
  pattern: Float32Array;
}

export const crossAttentionLens = defineLens({
  name: 'cross-attention',
  aliases: ['cross'],
  request: v.object({ text: TEXT, keysText: TEXT, ...HEAD }),
  async compute(run, { text, keysText, ...head }): Promise<CrossAttentionResult> {
    assertHead(run, head);
    const [queries, keys] = [encodePrompt(run, text), encodePrompt(run, keysText)];
    const q = await rowsOf(run, queries, 'hook_q', head);
    const k = await rowsOf(run, keys, 'hook_k', head);
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

/** (T, D). */
async function rowsOf(
  { inspector, plan }: Run,
  tokens: readonly number[],
  name: 'hook_q' | 'hook_k',
  { layer, head }: HeadIndex,
): Promise<Float32Array> {
  const hook: ActivationName = `blocks.${layer}.attn.${name}`;
  const read = await readActivations(inspector, plan.config, tokens, [hook]);
  return headRows(read(hook), head, tokens.length);
}
