// Byte pairs learnt from the data a run trains on, merge by merge, and what they make of a text.

import { bytePairTokenizer } from '../../model/tokenizers/byte-pair.ts';
import {
  type PairCount,
  type TrainedBytePairs,
  trainBytePairs,
} from '../../model/tokenizers/byte-pair-training.ts';
import type { Run } from '../../model/training/run.ts';
import type { BytePairCount, Lenses } from '../../workers/rpc/api/lab-api.ts';

/** Characters of the data that are learnt from, where it is no text of its own. */
const MAX_CHARACTERS = 100_000;

/** What was learnt last for each run: a replay asks again and again. */
const cache = new WeakMap<Run, { size: number; pairs: TrainedBytePairs }>();

export async function replayBytePairs(
  run: Run,
  { text, size, merges: requestedMerges }: Lenses['bytePairs']['request'],
): Promise<Lenses['bytePairs']['result']> {
  const { alphabet, bytes, steps, merges } = learnedPairs(run, size);
  const applied = Math.min(Math.max(requestedMerges, 0), merges.length);
  const tokenizer = bytePairTokenizer({ alphabet, merges: merges.slice(0, applied) });
  const { vocabulary } = bytePairTokenizer({ alphabet, merges });
  const toPairCount = ({ pair: [first, second], count }: PairCount): BytePairCount => ({
    first: vocabulary[first],
    second: vocabulary[second],
    count,
  });
  const next = steps[applied];
  const { pieces, unknown } = tokenizer.encode(text);
  return {
    bytes,
    alphabet: alphabet.length,
    merges: merges.length,
    applied,
    learnt: vocabulary.slice(alphabet.length, alphabet.length + applied),
    length: steps[applied - 1]?.length ?? bytes,
    candidates: next ? [next, ...next.runnersUp].map(toPairCount) : [],
    pieces,
    unknown,
  };
}

function learnedPairs(run: Run, size: number): TrainedBytePairs {
  const cached = cache.get(run);
  if (cached?.size === size) return cached.pairs;
  const pairs = trainBytePairs(trainingText(run), size);
  cache.set(run, { size, pairs });
  return pairs;
}

/** The text the run learns from, or rows of its batches until there are enough. */
function trainingText({ plan: { dataset, training, config } }: Run): string {
  if (dataset.text !== undefined) return dataset.text;
  const rows: string[] = [];
  for (let step = 0, characters = 0; characters < MAX_CHARACTERS; step++) {
    const { seed, B } = training;
    const { tokens } = dataset.batch({ split: 'train', step, seed, B, T: config.T });
    rows.push(dataset.tokenizer.decode(tokens));
    characters += rows[step].length;
  }
  return rows.join('\n');
}
