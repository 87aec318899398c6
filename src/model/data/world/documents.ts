// The kinds of documents and how often each occurs.

import type { Random } from '../../../shared/random.ts';
import type { Split } from '../dataset.ts';
import { countingDocument } from './counting.ts';
import { factDocument } from './facts.ts';
import { relationDocument } from './relations.ts';
import { senseDocument } from './senses.ts';
import { storyDocument } from './stories/stories.ts';
import type { WorldFacts } from './world-facts.ts';

type Document = (r: Random, facts: WorldFacts, split: Split) => string;

/** Frequencies of documents; their shares of the tokens are about 19, 38, 30, 8 and 5 %. */
const KINDS: readonly [frequency: number, document: Document][] = [
  [0.24, factDocument],
  [0.42, relationDocument],
  [0.13, storyDocument],
  [0.12, senseDocument],
  [0.09, countingDocument],
];

export function sampleDocument(r: Random, facts: WorldFacts, split: Split): string {
  let rest = r.float();
  for (const [frequency, document] of KINDS) {
    if (rest < frequency) return document(r, facts, split);
    rest -= frequency;
  }
  return storyDocument(r, facts, split);
}
