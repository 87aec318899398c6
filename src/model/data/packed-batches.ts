// Packs a finite list of sentences into rows: each row starts with a whole sentence and truncates its last one.

import { random } from '../../shared/random.ts';
import { createBatch } from './create-batch.ts';
import type { Batch, Split } from './dataset.ts';

/**
 * Batches over sentences of token ids. The sentences form an endless order, shuffled anew each epoch, and row `step · B + b` owns
 * a segment of it that is long enough even for the shortest sentences. The rest of the segment is unused: over many epochs
 * every sentence appears about equally often. The result depends on (seed, split, step) alone; the shuffle of the current
 * epoch is cached.
 *
 * @param answerStarts - for each sentence, the position from which the loss includes its tokens; all of them by default
 */
export function packedBatches(
  name: string,
  split: Split,
  sentences: readonly (readonly number[])[],
  answerStarts?: readonly number[],
) {
  if (sentences.length === 0) throw new Error(`${name}: the ${split} split has no sentences`);
  const shortest = Math.min(...sentences.map((sentence) => sentence.length));
  let shuffled = { seed: Number.NaN, epoch: -1, order: [] as number[] };

  function sentenceAt(seed: number, position: number): number {
    const epoch = Math.floor(position / sentences.length);
    if (shuffled.seed !== seed || shuffled.epoch !== epoch) {
      const order = random(seed, name, split, 'epoch', epoch).shuffle(sentences.map((_, index) => index));
      shuffled = { seed, epoch, order };
    }
    return shuffled.order[position % sentences.length];
  }

  return ({ seed, step, B, T }: { seed: number; step: number; B: number; T: number }): Batch => {
    const perRow = Math.ceil((T + 1) / shortest);
    return createBatch(name, B, T, (b) => {
      let position = (step * B + b) * perRow;
      const tokens: number[] = [];
      const isIncluded: boolean[] = [];
      while (tokens.length <= T) {
        const index = sentenceAt(seed, position++);
        tokens.push(...sentences[index]);
        isIncluded.push(...sentences[index].map((_, at) => at >= (answerStarts?.[index] ?? 0)));
      }
      // The target of a position is the next token.
      return { tokens, lossMask: isIncluded.slice(1) };
    });
  };
}
