// The kinds of documents and how often each occurs.

import type { Random } from '../../../shared/random.ts';
import type { Split } from '../dataset.ts';
import { countingDocument } from './counting.ts';
import { factDocument } from './facts.ts';
import { relationDocument } from './relations.ts';
import { senseDocument } from './senses.ts';
import { storyDocument } from './stories/stories.ts';

/** Frequencies of documents; their shares of the tokens are about 30, 24, 32, 8 and 6 %. */
const KINDS: readonly [frequency: number, document: (r: Random, split: Split) => string][] = [
  [0.32, factDocument],
  [0.3, relationDocument],
  [0.14, storyDocument],
  [0.13, senseDocument],
  [0.11, countingDocument],
];

export function sampleDocument(r: Random, split: Split): string {
  let rest = r.float();
  for (const [frequency, document] of KINDS) {
    if (rest < frequency) return document(r, split);
    rest -= frequency;
  }
  return storyDocument(r, split);
}
