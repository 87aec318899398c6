// Packs a fixed list of sentences into rows: each row starts at a fresh sentence, is filled with more, and is cut.

import { random } from '../../shared/random.ts';
import { createBatch } from './create-batch.ts';
import type { Batch, Split } from './dataset.ts';

/**
 * Batches over sentences of token ids. The sentences lie in one endless order, a new shuffle for each epoch, and row
 * number `step · B + b` has its own stretch of it, just long enough for rows of the shortest sentences. What a row does
 * not use is not made up for: over many epochs every sentence appears about equally often.
 * The result depends on (seed, split, step) alone; only the shuffle of the current epoch is remembered.
 */
export function packedBatches(name: string, split: Split, sentences: readonly (readonly number[])[]) {
  if (sentences.length === 0)
    throw new Error(`${name}: there are no ${split} sentences to draw batches from`);
  const shortest = Math.min(...sentences.map((sentence) => sentence.length));
  let shuffled = { seed: Number.NaN, epoch: -1, order: [] as number[] };

  function sentenceAt(seed: number, position: number): readonly number[] {
    const epoch = Math.floor(position / sentences.length);
    if (shuffled.seed !== seed || shuffled.epoch !== epoch) {
      const order = random(seed, name, split, 'epoch', epoch).shuffle(sentences.map((_, index) => index));
      shuffled = { seed, epoch, order };
    }
    return sentences[shuffled.order[position % sentences.length]];
  }

  return ({ seed, step, B, T }: { seed: number; step: number; B: number; T: number }): Batch => {
    const perRow = Math.ceil((T + 1) / shortest);
    return createBatch(name, B, T, (b) => {
      let place = (step * B + b) * perRow;
      const tokens: number[] = [];
      while (tokens.length <= T) tokens.push(...sentenceAt(seed, place++));
      return { tokens };
    });
  };
}
