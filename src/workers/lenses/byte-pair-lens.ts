// Byte pairs learnt from the data a run trains on, merge by merge, and what they make of a text.

import type { Run } from '../../model/run.ts';
import { bytePairTokenizer } from '../../model/tokenizers/byte-pair.ts';
import {
  type LearntPairs,
  learnBytePairs,
  type PairCount,
} from '../../model/tokenizers/byte-pair-training.ts';
import type { Lenses, PairReading } from '../lab-api.ts';

/** Characters of the data that are learnt from, where it is no text of its own. */
const ENOUGH = 100_000;

/** What was learnt last for each run: a replay asks again and again. */
const learnt = new WeakMap<Run, { size: number; pairs: LearntPairs }>();

export async function replayBytePairs(
  run: Run,
  { text, size, merges: asked }: Lenses['bytePairs']['asks'],
): Promise<Lenses['bytePairs']['answers']> {
  const { alphabet, bytes, steps, merges } = pairsOf(run, size);
  const applied = Math.min(Math.max(asked, 0), merges.length);
  const tokenizer = bytePairTokenizer({ alphabet, merges: merges.slice(0, applied) });
  const { vocabulary } = bytePairTokenizer({ alphabet, merges });
  const reading = ({ pair: [first, second], count }: PairCount): PairReading => ({
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
    candidates: next ? [next, ...next.runnersUp].map(reading) : [],
    pieces,
    unknown,
  };
}

function pairsOf(run: Run, size: number): LearntPairs {
  const before = learnt.get(run);
  if (before?.size === size) return before.pairs;
  const pairs = learnBytePairs(dataOf(run), size);
  learnt.set(run, { size, pairs });
  return pairs;
}

/** The text the run learns from, or rows of its batches until there are enough. */
function dataOf({ plan: { dataset, training, config } }: Run): string {
  if (dataset.text !== undefined) return dataset.text;
  const rows: string[] = [];
  for (let step = 0, characters = 0; characters < ENOUGH; step++) {
    const { seed, B } = training;
    const { tokens } = dataset.batch({ split: 'train', step, seed, B, T: config.T });
    rows.push(dataset.tokenizer.decode(tokens));
    characters += rows[step].length;
  }
  return rows.join('\n');
}
