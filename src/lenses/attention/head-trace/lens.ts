// Head trace: one attention head from the residual stream that it reads to the change that it writes.

import { readViews } from '../../../model/architecture/views/views.ts';
import { defineLens } from '../../shared/define-lens.ts';
import { encodePrompt, type Token, toTokens } from '../../shared/prompt-tokens.ts';
import type { TokenScore } from '../../shared/results.ts';
import * as v from '../../shared/schemas.ts';
import { topAndBottomTokens } from '../../shared/top-tokens.ts';
import { assertHead } from '../head-index.ts';
import { type HeadTrace, headTraceViews, traceHead } from './head-trace.ts';

/** T tokens, row-major. */
export interface HeadTraceResult extends Omit<HeadTrace, 'logits'> {
  step: number;
  tokens: Token[];
  query: number;
  /** [head]: tokens whose logits the head's change raises and lowers most, directly; most extreme first. */
  promoted: TokenScore[][];
  suppressed: TokenScore[][];
}

const TOKENS_PER_LIST = 6;

export const headTraceLens = defineLens({
  name: 'head-trace',
  aliases: ['head'],
  // `query`: a position in the part of the text that fits the context.
  request: v.strictObject({ text: v.TEXT, ...v.HEAD, query: v.anyNumber }),
  async compute(run, { text, query, ...head }): Promise<HeadTraceResult> {
    assertHead(run, head);
    const ids = encodePrompt(run, text, query);
    const weights = await readViews(run.weights, headTraceViews(run.plan.config, head.layer));
    const trace = await traceHead(run.inspector, run.plan.config, weights, ids, { ...head, query });
    const { logits, ...numbers } = trace;
    const lists = logits.map((scores) => topAndBottomTokens(run, scores, TOKENS_PER_LIST));
    return {
      step: run.step,
      tokens: toTokens(run, ids),
      query,
      ...numbers,
      promoted: lists.map(([top]) => top),
      suppressed: lists.map(([, bottom]) => bottom),
    };
  },
});
