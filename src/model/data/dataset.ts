// What the trainer, the lenses and the page may ask of a data set; each data set of this folder implements it.

import type { Tokenizer } from '../tokenizers/tokenizer.ts';

/** Target at positions that must not count in the loss; any negative target is ignored. */
export const IGNORE_INDEX = -1;

export type Split = 'train' | 'validation';

/** B rows of T tokens and, for each, the token that follows it. Row-major `[B, T]`. */
export interface Batch {
  tokens: Int32Array<ArrayBuffer>;
  targets: Int32Array<ArrayBuffer>;
}

/** One question with one right answer: after `tokens`, the model's most probable next token should be `answer`. */
export interface RecallProbe {
  /** What the fact is about, e.g. `Michael Jordan`. */
  subject: string;
  /** What is asked about it, e.g. `sport`. */
  relation: string;
  /** Which sentence pattern asks, an index into the relation's wordings. */
  wording: number;
  /** Token ids up to and excluding the answer. */
  tokens: number[];
  answer: number;
  /** `validation`: this (subject, wording) pair was never trained on. */
  split: Split;
}

/** One row of tokens with the (query, key) positions between which a head is hoped to attend. */
export interface AttentionProbe {
  tokens: number[];
  pairs: { query: number; key: number }[];
}

/**
 * The data set's own exact measure. `recall`: share of probes whose argmax is the answer, per split.
 * `attention`: best head's mean attention over all pairs (a lens for induction or agreement); `chance` is what uniform
 * attention over the visible positions would give for the same pairs.
 */
export type Measure =
  | { kind: 'recall'; name: string; description: string; probes: RecallProbe[] }
  | { kind: 'attention'; name: string; description: string; probes: AttentionProbe[]; chance: number };

/** Pairs of words with one and the same difference: a − b + d ≈ c for any two pairs (a, b) and (c, d). */
export interface Analogy {
  readonly name: string;
  readonly pairs: readonly (readonly [string, string])[];
}

/** What a run will cost the data, for advice. */
export interface RunShape {
  B: number;
  T: number;
  steps: number;
  /** Trainable numbers of the model. */
  parameters: number;
}

/** Names a fact: no two facts of a data set share both. */
export interface FactKey {
  /** One or more words, e.g. `Michael Jordan`. */
  subject: string;
  /** What is told of it, e.g. `sport`. */
  relation: string;
}

/** E.g. Michael Jordan, sport, basketball. */
export interface Fact extends FactKey {
  /** One word: recall asks for one token. */
  answer: string;
}

/** A row to be added to a data set of facts, or to take the place of the fact with the same subject and relation. */
export interface FactRow extends FactKey {
  /** One word; without it, the fact is taken out. */
  answer?: string;
}

/**
 * The ways to say one kind of fact, with `{subject}` and `{answer}` in them. A wording that ends with `{answer}.` asks
 * for the answer and is scored; any other is only trained on.
 */
export interface Relation {
  name: string;
  wordings: readonly string[];
}

export interface Dataset {
  readonly name: string;
  /** Two or three sentences for a newcomer: what it is made of and what it is there to show. */
  readonly description: string;
  readonly tokenizer: Tokenizer;
  /** All of it as one text, where it is one. */
  readonly text?: string;
  /** Figures worth telling, e.g. how many facts share a first name; shown beside the results. */
  readonly statistics: { label: string; value: number | string }[];
  /** Prompts worth trying, completed anew while training goes on. */
  readonly prompts: string[];
  readonly measures: Measure[];
  /** Relations between words that the sentences say in one way for all pairs, so that embeddings may learn them. */
  readonly analogies?: readonly Analogy[];
  /** Every sentence there is, as token ids, where they can be counted: what exact statistics walk through. */
  readonly sentences?: readonly (readonly number[])[];
  /** There are no rows to draw: `batch` throws a sentence that says so. */
  readonly isPromptOnly?: boolean;
  /** Sentences worth reading before a run of this size, e.g. that the data is too little for it. */
  advice?(run: RunShape): string[];
  /** Of a data set of facts; its measure `recall` asks for each of them. */
  readonly facts?: readonly Fact[];
  readonly relations?: readonly Relation[];
  /**
   * The batch of one step, a pure function of (seed, split, step), so that a resumed run needs no saved position.
   * Throws a sentence if `B` or `T` is impossible for this data.
   */
  batch(options: { split: Split; step: number; seed: number; B: number; T: number }): Batch;
}
