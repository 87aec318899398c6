// The interface of all data sets.

import type { Tokenizer } from '../tokenizers/tokenizer.ts';

/** Target at positions that the loss ignores; the loss ignores every negative target. */
export const IGNORE_INDEX = -1;

export type Split = 'train' | 'validation';

/** Token ids and next-token ids, each (B, T), row-major. */
export interface Batch {
  tokens: Int32Array<ArrayBuffer>;
  targets: Int32Array<ArrayBuffer>;
}

/** A prompt with one correct next token. */
export interface RecallProbe {
  /** Subject of the fact, e.g. `Michael Jordan`. */
  subject: string;
  /** Relation of the fact, e.g. `sport`. */
  relation: string;
  /** Index of the sentence pattern in the relation's wordings. */
  wording: number;
  /** Token ids up to, not including, the answer. */
  tokens: number[];
  /** Token id of the answer. */
  answer: number;
  /** `validation`: the training data does not contain this (subject, wording) pair. */
  split: Split;
}

/** One row of tokens with (query, key) positions between which some head should attend. */
export interface AttentionProbe {
  tokens: number[];
  pairs: { query: number; key: number }[];
}

/** One occurrence of a word that has several senses. */
export interface SenseProbe {
  tokens: number[];
  /** Of the word in `tokens`. */
  position: number;
  sense: string;
}

/** What a rule that reads no network scores on the same probes. */
export interface Rule {
  readonly label: string;
  readonly value: number;
  /** On the held-out probes. */
  readonly heldOut?: number;
}

interface MeasureParts {
  readonly name: string;
  readonly description: string;
  /** Of guessing. */
  readonly chance?: number;
  readonly rule?: Rule;
}

/** Sentences of the data set's own patterns, and others that were written by hand. */
interface HeldOutParts<Probe> {
  readonly probes: readonly Probe[];
  readonly heldOut?: readonly Probe[];
  readonly chance: number;
  readonly heldOutChance?: number;
}

/**
 * A measure of a data set. `recall`: fraction of probes whose most probable next token is the answer, per split.
 * `attention`: mean attention of the best head from a query to its keys, e.g. for induction; `chance` is the value for uniform
 * attention over the visible positions. The best head is that of `probes`, also for `heldOut`. `senses`: fraction of probes whose
 * nearest other probe has the same sense, by the cosine of the residual stream in the best layer; for `heldOut` the nearest of
 * `probes` in that layer.
 */
export type Measure = MeasureParts &
  (
    | { readonly kind: 'recall'; readonly probes: RecallProbe[] }
    | ({ readonly kind: 'attention' } & HeldOutParts<AttentionProbe>)
    | ({ readonly kind: 'senses' } & HeldOutParts<SenseProbe>)
  );

/** Word pairs with the same relation: a − b + d ≈ c for any two pairs (a, b) and (c, d). */
export interface Analogy {
  readonly name: string;
  readonly pairs: readonly (readonly [string, string])[];
}

/** Sentences about words with a property, such as their number: what probes read, and what steering changes. */
export interface LabelledSentences {
  readonly name: string;
  /** By which kept links and requests ask for them. */
  readonly formerName?: string;
  /** What the classes are, a sentence. */
  readonly description: string;
  readonly classes: readonly string[];
  readonly sentences: readonly LabelledSentence[];
  /** A rule that reads no network, by what it goes. */
  readonly rule?: { readonly label: string };
}

export interface LabelledSentence {
  readonly tokens: readonly number[];
  /** Of the word with the property, its last token. */
  readonly position: number;
  /** Index of the class. */
  readonly label: number;
  /** What sentences share that must not be on both sides of a split, e.g. the word. */
  readonly group: string;
  /** The class that the rule gives. */
  readonly byRule?: number;
}

/** Size of a run, for `advice`. */
export interface RunShape {
  B: number;
  T: number;
  steps: number;
  /** Number of parameters of the model. */
  parameters: number;
}

/** Key of a fact, unique in a data set. */
export interface FactKey {
  /** One or more words, e.g. `Michael Jordan`. */
  subject: string;
  /** E.g. `sport`. */
  relation: string;
}

/** E.g. (Michael Jordan, sport, basketball). */
export interface Fact extends FactKey {
  /** One word, since recall is measured on one token. */
  answer: string;
}

/** A row that adds a fact, or replaces the fact with the same key. */
export interface FactRow extends FactKey {
  /** One word; without an answer, the row removes the fact. */
  answer?: string;
}

/**
 * The sentence patterns of a relation, with the placeholders `{subject}` and `{answer}`. A wording that ends with `{answer}.`
 * also gives a recall probe.
 */
export interface Relation {
  name: string;
  wordings: readonly string[];
  /** Held-out patterns: questions, with `{subject}`, of words that the wordings have, which no training sentence asks. */
  newWordings?: readonly string[];
  /** Questions with `{subject}` as a visitor might ask them, written by hand; no training sentence asks them either. */
  ownWordings?: readonly string[];
}

export interface Dataset {
  readonly name: string;
  /** Two or three sentences: contents and purpose. */
  readonly description: string;
  readonly tokenizer: Tokenizer;
  /** The whole text, if the data set is one text. */
  readonly text?: string;
  /** Figures shown beside the results, e.g. the number of facts that share a first name. */
  readonly statistics: { label: string; value: number | string }[];
  /** Example prompts; each evaluation during training completes them. */
  readonly prompts: string[];
  readonly measures: Measure[];
  /** Word relations that embeddings can learn from this data. */
  readonly analogies?: readonly Analogy[];
  /** Properties of words that the data set knows, besides the answers of `recall`. */
  labels?(): readonly LabelledSentences[];
  /** Token ids of all sentences, if the data set is finite. */
  readonly sentences?: readonly (readonly number[])[];
  /** Those of the training split. */
  readonly trainingSentences?: readonly (readonly number[])[];
  /** The data set has no rows: `batch` throws. */
  readonly isPromptOnly?: boolean;
  /** Warnings about a run of this size, e.g. that the text is too short. */
  advice?(run: RunShape): string[];
  /** All facts, for a data set of facts. */
  readonly facts?: readonly Fact[];
  readonly relations?: readonly Relation[];
  /** Nothing is held out: the rows of `validation` are of sentences that training draws too. */
  readonly isNothingHeldOut?: boolean;
  /** Training steps whose batches differ from all later ones, at the beginning. */
  readonly curriculumSteps?: number;
  /**
   * The batch of one step, a pure function of its options, so that a resumed run needs no stored position. Throws if the data
   * set does not support `B` or `T`.
   */
  batch(options: { split: Split; step: number; seed: number; B: number; T: number }): Batch;
}

/** The measures of a data set that ask for one next token. */
export const recallMeasures = ({ measures }: Pick<Dataset, 'measures'>) =>
  measures.filter((measure) => measure.kind === 'recall');
