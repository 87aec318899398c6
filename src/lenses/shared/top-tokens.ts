// The most probable next tokens, for the screen.

import { softmax } from '../../model/generation/sampler.ts';
import type { Tokenizer } from '../../model/tokenizers/tokenizer.ts';
import { topIndices } from '../../shared/top-indices.ts';
import type { TokenProbability } from '../../workers/rpc/api/lab-api.ts';

/** How many cross to the page: more than any view shows, fewer than a vocabulary. */
const MAX_TOKENS = 20;

/** Of logits (V), most probable first. */
export function topTokens(logits: Float32Array, { vocabulary }: Tokenizer): TokenProbability[] {
  const p = softmax(logits);
  return topIndices(p, MAX_TOKENS).map((id) => ({
    id,
    text: vocabulary[id],
    probability: p[id],
    logit: logits[id],
  }));
}
