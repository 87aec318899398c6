// Next-token predictions after every prefix of a text, with the loss of the actual next token.

import { softmax } from '../../../model/generation/sampler.ts';
import { defineLens } from '../../shared/define-lens.ts';
import { encodePrompt, toTokens, vectorAt } from '../../shared/prompt-tokens.ts';
import type { Token, TokenProbability } from '../../shared/results.ts';
import * as v from '../../shared/schemas.ts';
import { topTokens } from '../../shared/top-tokens.ts';
import { readActivationsOfRows } from '../row-activations.ts';

export interface PrefixResult {
  /** The last token of the prefix. */
  token: Token;
  /** Most probable first. */
  next: TokenProbability[];
  /** The next token of the text, with its loss −ln p. Absent after the last token. */
  actual?: TokenProbability & { loss: number };
}

const PREDICTIONS_PER_PREFIX = 3;

export const nextTokenLens = defineLens({
  name: 'next-token',
  aliases: ['prefixes'],
  request: v.TEXT_REQUEST,
  async compute(run, { text }): Promise<{ step: number; prefixes: PrefixResult[] }> {
    const ids = encodePrompt(run, text);
    const read = await readActivationsOfRows(run, [ids], ['logits']);
    const { tokenizer } = run.plan.dataset;
    const prefixes = toTokens(run, ids).map((token, position): PrefixResult => {
      const logits = vectorAt(read('logits'), position, run.plan.config.V);
      const next = topTokens(logits, tokenizer).slice(0, PREDICTIONS_PER_PREFIX);
      const following = ids[position + 1];
      if (following === undefined) return { token, next };
      const probability = softmax(logits)[following];
      const [actual] = toTokens(run, [following]);
      return {
        token,
        next,
        actual: { ...actual, probability, logit: logits[following], loss: -Math.log(probability) },
      };
    });
    return { step: run.step, prefixes };
  },
});
