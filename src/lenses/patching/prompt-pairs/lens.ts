// Second prompts for patching, suggested from the data set.

import type { FrozenModel } from '../../../model/training/run.ts';
import type { Job } from '../../../shared/job.ts';
import { defineFrozenLens } from '../../shared/define-lens.ts';
import { encodePrompt, toTokens } from '../../shared/prompt-tokens.ts';
import type { Token } from '../../shared/results.ts';
import * as v from '../../shared/schemas.ts';
import { columnTable } from '../../shared/text-table.ts';
import { type SuggestedPair, suggestPairs } from './suggest-pairs.ts';

export interface PromptPairsResult {
  step: number;
  /** Texts that are read as the same tokens, and their correct next tokens where the data set knows them. */
  pairs: { clean: string; corrupt: string; ids: SuggestedPair; answer?: Token; other?: Token }[];
}

const REQUEST = v.strictObject({
  text: v.TEXT,
  count: v.optional(v.integerBetween(1, 200)),
  seed: v.optional(v.SEED),
});
const DEFAULT_COUNT = 10;

export const promptPairsLens = defineFrozenLens({
  name: 'prompt-pairs',
  request: REQUEST,
  compute: suggest,
  table: {
    requiredOptions: ['prompt'],
    toRequest: ({ prompt: text = '', count, seed }) => ({ text, count, seed }),
    format: ({ pairs }) => {
      if (pairs.length === 0) return ['The data set has no prompt like this; write a second one yourself.'];
      return columnTable(pairs, [
        ['clean', ({ clean }) => clean],
        ['answer', ({ answer }) => answer?.text ?? '–'],
        ['corrupted', ({ corrupt }) => corrupt],
        ['answer', ({ other }) => other?.text ?? '–'],
      ]);
    },
  },
});

async function* suggest(
  frozen: FrozenModel,
  { text, count = DEFAULT_COUNT, seed = 0 }: v.InferOutput<typeof REQUEST>,
): Job<PromptPairsResult> {
  const suggested = yield* suggestPairs(frozen, { prompt: encodePrompt(frozen, text), count, seed });
  const { tokenizer } = frozen.plan.dataset;
  const token = (id: number) => toTokens(frozen, [id])[0];
  return {
    step: frozen.step,
    pairs: suggested.map((ids) => ({
      clean: tokenizer.decode(ids.clean),
      corrupt: tokenizer.decode(ids.corrupt),
      ids,
      ...(ids.answer !== undefined && { answer: token(ids.answer) }),
      ...(ids.other !== undefined && { other: token(ids.other) }),
    })),
  };
}
