// The lenses on MLP neurons and on superposition, what is asked and what is answered.

import type { FactKey } from '../facts/fact-lens-api.ts';
import type { TokenScore } from '../lens-api.ts';

/** A neuron of an MLP; both count from 0. */
export interface NeuronRequest {
  layer: number;
  neuron: number;
  /** A text to see it at work in; its numbers come with it. */
  text?: string;
}

/** A token of the data and what came before it in its row. */
export interface TopActivationExample {
  /** The row as tokens' texts. */
  tokens: string[];
  position: number;
  value: number;
  /** Rows of the data that begin like this. */
  times: number;
}

/** Two tokens that stand side by side in the data. */
export interface TokenPairScore {
  first: string;
  second: string;
  score: number;
}

/** Where in the data a neuron or feature fires, strongest first. */
export interface TopActivationsResult {
  /** Whether this is the whole data set; if not, rows drawn from it. */
  whole: boolean;
  /** Tokens looked at, and those where it is above 0. */
  places: number;
  active: number;
  mean: number;
  /** Each beginning of a row once. */
  most: TopActivationExample[];
}

/** What comes in, what goes out, and where it fires. */
export interface NeuronResult {
  step: number;
  /** Before and after the activation function, by token of the text asked about. */
  inText?: { tokens: { id: number; text: string }[]; pre: number[]; post: number[] };
  /**
   * Its value before the activation function if the stream were one token's embedding alone, or the sum of two (of all that
   * stand side by side in the data, those that drive it most); its bias is part of it.
   */
  asks: { most: TokenScore[]; least: TokenScore[]; bias: number; pairs: TokenPairScore[] };
  /** Of a data set of facts: subjects whose questions drive it most, its mean activation where the answer is predicted. */
  subjects: { subject: string; value: number }[];
  /** What a unit of its activation adds to logits directly; without a text, before the last layer norm's division. */
  writes: { promoted: TokenScore[]; suppressed: TokenScore[] };
  fires: TopActivationsResult;
}

/** Chapter 7's table, as means of activations where the answer is predicted. */
export interface AndTableResult {
  both: number;
  firstOnly: number;
  secondOnly: number;
  neither: number;
}

export interface AndNeuron {
  neuron: number;
  /** Absent where nobody shares the first, or nobody the last name. */
  table?: AndTableResult;
  /** `both` counts, and is twice what either name has with other partners. */
  isAnd: boolean;
  /** What it adds to the answer's logit directly beyond what it adds to the average token's. */
  contribution: number;
}

export interface AndGatesRequest extends FactKey {
  layer: number;
}

/** Questions answered rightly, of all that were asked. */
export interface CorrectCount {
  right: number;
  of: number;
}

export interface NeuronAblationResult {
  which: 'none' | 'most AND-like' | 'largest contribution' | 'random';
  neurons: number[];
  /** Questions about this fact, and about all others. */
  own: CorrectCount;
  others: CorrectCount;
}

export interface AndGatesResult extends FactKey {
  step: number;
  layer: number;
  answer: string;
  /** People with whom the first or the last name is shared; without both there is no table. */
  sameFirst: number;
  sameLast: number;
  /** Most AND-like first, and those with the largest contribution first. */
  byAnd: AndNeuron[];
  byContribution: AndNeuron[];
  /** What the network still knows with such neurons at 0. */
  switchedOff: NeuronAblationResult[];
  /** Over all facts that have a table: the share with at least one AND neuron in this layer, and how many they have. */
  facts: { asked: number; withAnd: number; unitsEach: number };
}

export interface AndFactsRequest {
  layer: number;
  /** Facts whose neurons are switched off, one after the other; 20 by default. */
  count?: number;
  /** The data's first without it. */
  relation?: string;
  seed?: number;
}

/** What is switched off for one fact, done for many: right answers about that fact each time, and about all others. */
export interface AndFactsResult {
  step: number;
  layer: number;
  relation: string;
  /** Whose neurons were switched off, and how many at once. */
  subjects: string[];
  neurons: number;
  switchedOff: Omit<NeuronAblationResult, 'neurons'>[];
  facts: AndGatesResult['facts'];
}

/** How much a vector holds of some tokens' directions, before and after one MLP. */
export interface DirectionSimilarityRequest {
  text: string;
  /** From 0. */
  layer: number;
  /** The last token's without one. */
  position?: number;
  /** Tokens whose embeddings are the directions. */
  ids: number[];
}

export interface DirectionSimilarityResult {
  step: number;
  token: { id: number; text: string };
  /** Cosines between the vector and each direction. */
  directions: { id: number; text: string; before: number; after: number }[];
}

/** Which directions to compare: drawn at random, or the model's own. */
export type DirectionsRequest =
  | { of: 'random'; N: number; d: number; seed: number }
  | { of: 'embeddings' }
  | { of: 'what neurons ask' | 'what neurons add'; layer: number };

/** Every angle between two of N directions in d dimensions, in degrees. */
export interface AnglesResult {
  N: number;
  d: number;
  /** [180]: pairs from i up to i + 1 degrees. */
  histogram: number[];
  pairs: number;
  mean: number;
  deviation: number;
  least: number;
  most: number;
  /** Some pair must be at least this far from a right angle (Welch's bound). */
  bound: number;
}

/** The model's own directions, and as many of as many dimensions drawn at random beside each kind. */
export interface ModelAnglesResult {
  step: number;
  layer: number;
  kinds: { of: Exclude<DirectionsRequest['of'], 'random'>; own: AnglesResult; random: AnglesResult }[];
}

/** How the spread of random directions shrinks as dimensions are added. */
export interface AngleSpreadResult {
  N: number;
  points: { d: number; deviation: number; least: number; most: number }[];
}

export interface OrthogonalizeRequest {
  N: number;
  d: number;
  /** Degrees off a right angle that cost nothing. */
  tolerance: number;
  seed: number;
  steps: number;
  /** (N, d): where an earlier push left them. */
  from?: Float32Array<ArrayBuffer>;
}

export interface OrthogonalizeResult {
  /** (N, d). */
  vectors: Float32Array<ArrayBuffer>;
  angles: AnglesResult;
}

export interface ToyModelRequest {
  features: number;
  dimensions: number;
  /** Probability of a feature to be there. */
  present: number;
  seed: number;
  steps: number;
  from?: ToyModelResult;
}

export interface ToyModelResult {
  step: number;
  /** (features, dimensions). */
  features: Float32Array<ArrayBuffer>;
  bias: Float32Array<ArrayBuffer>;
  loss: number;
}

export interface DictionaryRequest {
  layer: number;
  /** Features to look for. */
  features: number;
  /** Features that may describe one activation. */
  k: number;
  steps: number;
  seed: number;
}

/** A feature in short. */
export interface FeatureSummary {
  feature: number;
  /** Share of the data's tokens it is used for. */
  frequency: number;
  /** Where it is strongest. */
  strongest: TopActivationExample;
}

/** What a sparse autoencoder has found; it stays in the worker, for features to be asked about. */
export interface DictionaryResult {
  step: number;
  layer: number;
  neurons: number;
  features: number;
  k: number;
  /** Activations it was learnt from. */
  activations: number;
  whole: boolean;
  /** Share of their variance it accounts for. */
  explained: number;
  /** Features used for one activation, on average; and features never used. */
  used: number;
  dead: number;
  /** Most frequent first; dead ones left out. */
  summaries: FeatureSummary[];
  /** Of a data set of facts: how many facts, of those with a table, have an AND feature, and how many an AND neuron. */
  facts?: { asked: number; withFeature: number; withNeuron: number };
}

export interface FeatureResult {
  step: number;
  feature: number;
  writes: { promoted: TokenScore[]; suppressed: TokenScore[] };
  fires: TopActivationsResult;
  subjects: { subject: string; value: number }[];
}

/** A feature and one fact, as means where the fact is asked for. */
export interface FactFeature {
  feature: number;
  /** How much of it is used for this subject. */
  amount: number;
  /** Absent where nobody shares the first, or nobody the last name. */
  table?: AndTableResult;
  /** Used for the pair, and at least twice as much as for either name with other partners. */
  isAnd: boolean;
  /** The token that a unit of it makes likelier than any other, directly. */
  promotes: string;
}

/** Does a fact have a feature? Of the dictionary learnt last: those used for it, most AND-like first. */
export interface FactFeaturesResult extends FactKey {
  step: number;
  layer: number;
  answer: string;
  features: FactFeature[];
}

/** The table of these lenses, part of `Lenses`. */
export interface NeuronLenses {
  neuron: { request: NeuronRequest; result: NeuronResult };
  andGates: { request: AndGatesRequest; result: AndGatesResult };
  andFacts: { request: AndFactsRequest; result: AndFactsResult };
  holding: { request: DirectionSimilarityRequest; result: DirectionSimilarityResult };
  angles: { request: DirectionsRequest; result: AnglesResult };
  /** Of one MLP's neurons, and of the embeddings unless they are too many. */
  ownAngles: { request: { layer: number; seed?: number }; result: ModelAnglesResult };
  spread: { request: { N: number; dimensions: number[]; seed: number }; result: AngleSpreadResult };
  pushApart: { request: OrthogonalizeRequest; result: OrthogonalizeResult };
  toySuperposition: { request: ToyModelRequest; result: ToyModelResult };
  dictionary: { request: DictionaryRequest; result: DictionaryResult };
  /** Of the dictionary learnt last from this model. */
  feature: { request: { feature: number }; result: FeatureResult };
  factFeatures: { request: FactKey; result: FactFeaturesResult };
}
