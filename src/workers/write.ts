// Writing on from a prompt, piece by piece: with the weights of one step, while the run trains on.

import { generate } from '../model/generate.ts';
import type { InPieces } from '../model/pieces.ts';
import type { Run, Still } from '../model/run.ts';
import type { GenerateRequest, Generation, WritingProgress, WrittenToken } from './lab-api.ts';
import { withStill } from './lenses/lens.ts';

/** Yields after every token; rejects with a sentence if there is nothing to go on from. */
export async function* write(run: Run, request: GenerateRequest): InPieces<Generation, WritingProgress> {
  const { ids, unknown } = run.plan.dataset.tokenizer.encode(request.prompt);
  if (unknown.length > 0) return { step: run.step, text: '', tokens: [], unknown };
  if (ids.length === 0)
    throw new Error('The prompt is empty; give the model at least one word to go on from.');
  return yield* withStill(run, (still) => writeOn(still, ids, request));
}

async function* writeOn(
  { plan, step, decoder }: Still,
  ids: readonly number[],
  { tokens: total, ...settings }: GenerateRequest,
): InPieces<Generation, WritingProgress> {
  const { tokenizer } = plan.dataset;
  const tokens: WrittenToken[] = [];
  for await (const { id, probability } of generate(decoder, ids, { ...settings, count: total })) {
    const token = { id, text: tokenizer.vocabulary[id], probability };
    tokens.push(token);
    yield { what: 'tokens written', done: tokens.length, total, token };
  }
  return { step, text: tokenizer.decode([...ids, ...tokens.map(({ id }) => id)]), tokens, unknown: [] };
}
