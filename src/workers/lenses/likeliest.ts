// The most probable next tokens, for the screen.

import { highest } from '../../model/ranking.ts';
import { softmax } from '../../model/sampler.ts';
import type { Tokenizer } from '../../model/tokenizers/tokenizer.ts';
import type { TokenProbability } from '../lab-api.ts';

/** How many cross to the page: more than any view shows, fewer than a vocabulary. */
const MOST = 20;

/** Of logits (V), most probable first. */
export function likeliest(logits: Float32Array, { vocabulary }: Tokenizer): TokenProbability[] {
  const p = softmax(logits);
  return highest(p, MOST).map((id) => ({ id, text: vocabulary[id], probability: p[id], logit: logits[id] }));
}
