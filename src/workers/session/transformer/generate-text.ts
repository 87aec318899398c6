// Generates text from a prompt, one token per pass, with the weights of one step while training continues.

import { withFrozenModel } from '../../../lenses/shared/frozen-model.ts';
import { generate } from '../../../model/generation/generate.ts';
import type { FrozenModel, Run } from '../../../model/training/run.ts';
import type { Job } from '../../../shared/job.ts';
import type {
  GeneratedToken,
  GenerateRequest,
  Generation,
  GenerationProgress,
} from '../../rpc/api/lab-api.ts';

/** Yields after every token; throws for an empty prompt. */
export async function* generateText(run: Run, request: GenerateRequest): Job<Generation, GenerationProgress> {
  const { ids, unknown } = run.plan.dataset.tokenizer.encode(request.prompt);
  if (unknown.length > 0) return { step: run.step, text: '', tokens: [], unknown };
  if (ids.length === 0) throw new Error('The prompt is empty; enter at least one word.');
  return yield* withFrozenModel(run, (still) => generateTokens(still, ids, request));
}

async function* generateTokens(
  { plan, step, decoder }: FrozenModel,
  ids: readonly number[],
  { tokens: total, ...settings }: GenerateRequest,
): Job<Generation, GenerationProgress> {
  const { tokenizer } = plan.dataset;
  const tokens: GeneratedToken[] = [];
  for await (const { id, probability } of generate(decoder, ids, { ...settings, count: total })) {
    const token = { id, text: tokenizer.vocabulary[id], probability };
    tokens.push(token);
    yield { label: 'tokens written', done: tokens.length, total, token };
  }
  return { step, text: tokenizer.decode([...ids, ...tokens.map(({ id }) => id)]), tokens, unknown: [] };
}
