// The lenses of chapter 7, what is asked and what is answered: where a fact is, what makes it, and rewriting it.

import type { ActivationName } from '../model/activations.ts';
import type { TokenProbability } from './lens-api.ts';

/** Names a fact: no two facts of a data set share both. */
export interface FactKey {
  /** E.g. `Michael Jordan`. */
  subject: string;
  /** E.g. `sport`. */
  relation: string;
}

/** A question and what the model says to it. */
export interface Reply {
  prompt: string;
  /** Which sentence pattern asks, an index into the relation's wordings. */
  wording: number;
  /** Of the answer hoped for. */
  probability: number;
  /** Of the answer hoped for among the whole vocabulary, from 1. */
  rank: number;
  /** Its logit less that of the best other token: above 0 where the answer is right. */
  margin: number;
  /** The most probable next token. */
  said: TokenProbability;
}

export interface FactReading extends FactKey {
  answer: { id: number; text: string };
  replies: (Reply & {
    /** This subject in this wording was never trained on. */
    heldOut: boolean;
  })[];
}

export interface FactsReading {
  step: number;
  /** Sentence patterns with `{subject}` and `{answer}` in them; those that do not end with the answer are not asked. */
  relations: { name: string; wordings: string[] }[];
  facts: FactReading[];
}

export interface LogitLensRequest {
  text: string;
  /** A token to follow through the layers, by id; without one, the model's own answer after the last token. */
  follow?: number;
}

/** What the model would say, at every position, if it stopped at one place of the stream. */
export interface LogitLensRow {
  name: ActivationName;
  /** `after attention 1`; layers are counted from 1 in words, from 0 in `layer`. */
  meaning: string;
  kind: 'embedding' | 'attention' | 'mlp';
  /** Absent for the embedding. */
  layer?: number;
  /** By position. */
  cells: {
    /** Most probable first. */
    next: TokenProbability[];
    followed: { probability: number; rank: number };
  }[];
}

export interface LogitLensReading {
  step: number;
  tokens: { id: number; text: string }[];
  followed: { id: number; text: string };
  /** In the order the stream flows; the last one is the model's output. */
  rows: LogitLensRow[];
}

export interface AttributionRequest {
  text: string;
  /** Of the prediction; the last token's without one. */
  position?: number;
  /** The token whose logit is taken apart, by id; the most probable one without it. */
  answer?: number;
  /** By id: then it is the answer's logit less the rival's that is taken apart. */
  rival?: number;
}

/** What each part adds to a logit, or to the difference of two. All parts together are `total`. */
export interface AttributionReading {
  step: number;
  tokens: { id: number; text: string }[];
  position: number;
  answer: TokenProbability;
  rival?: TokenProbability;
  /** As the model computed it: the answer's logit, less the rival's. */
  total: number;
  embed: number;
  positionEmbed: number;
  /** [layer][head]. */
  heads: number[][];
  /** [layer][neuron]. */
  neurons: number[][];
  /** [layer]: all neurons of the MLP together, without its bias. */
  mlps: number[];
  /** [layer]: the output biases. */
  attentionBias: number[];
  mlpBias: number[];
  /** The last layer norm's bias. */
  finalBias: number;
}

/** The table of these lenses, part of `Lenses`. */
export interface FactLenses {
  facts: { asks: Record<string, never>; answers: FactsReading };
  logitLens: { asks: LogitLensRequest; answers: LogitLensReading };
  attribution: { asks: AttributionRequest; answers: AttributionReading };
}
