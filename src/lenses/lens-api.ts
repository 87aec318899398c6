// What can be asked through each lens and what it answers: the part of the one door that looks inside.

import type { FactLenses } from './facts/fact-lens-api.ts';
import type { NeuronLenses } from './neurons/neuron-lens-api.ts';

/** Numbers of any rank, row-major, with the shape in letters as the activation's name promises. */
export interface Tensor {
  shape: number[];
  data: Float32Array<ArrayBuffer>;
}

export interface TokenProbability {
  id: number;
  text: string;
  probability: number;
  logit: number;
}

/** A token as an answer, with its score in the units of what was asked. */
export interface TokenScore {
  id: number;
  text: string;
  score: number;
}

/** Every token's vector, and where it lies on the three axes of widest spread. */
export interface EmbeddingResult {
  step: number;
  /** [V, C]: one row a token. */
  matrix: Tensor;
  /** [V, 3]: distances from the mean along the principal axes, whose signs stay from look to look. */
  points: Tensor;
  /** Share of the variance along each axis. */
  explained: number[];
}

export interface NeighboursRequest {
  id: number;
  by: 'cosine' | 'dot product';
  count: number;
}

/** `a − b + c` by cosine, inputs left out; ids. */
export interface AnalogyRequest {
  a: number;
  b: number;
  c: number;
  /** The token hoped for. */
  expected?: number;
  count: number;
}

export interface AnalogyResult {
  step: number;
  nearest: TokenScore[];
  /** Where a − b + c lies among the tokens, on the axes of their widest spread: three numbers. */
  point: number[];
  /** From 1; of the token hoped for. Absent where that is one of the three. */
  expectedRank?: number;
  /** The other measure: cosine between the step from b to a and the one from c to the token hoped for. */
  alike?: number;
}

/** The step from one token to another as a direction, and the dot products of some tokens with it. */
export interface DirectionRequest {
  from: number;
  to: number;
  ids: number[];
}

export interface DirectionResult {
  step: number;
  products: TokenScore[];
  /** Length of the step. */
  length: number;
}

/** Two tokens' embeddings, and what their dot product is made of. */
export interface DotProductResult {
  step: number;
  /** (C) each. */
  vectors: [Float32Array, Float32Array];
  /** Their dot product, the lengths of both, and the cosine of the angle between them. */
  sum: number;
  lengths: [number, number];
  cosine: number;
}

/** A relation of the data set, and how regular the embedding has made it. */
export interface RelationResult {
  name: string;
  pairs: { from: number; to: number }[];
  /** Mean cosine between the steps of two pairs. */
  consistency: number;
  /** Share of analogies with the right answer at rank 1. */
  solved: number;
  /** How many analogies were asked. */
  count: number;
}

/** The last token's vector at one place of the residual stream. */
export interface StreamStageResult {
  name: string;
  meaning: string;
  /** Its length. */
  norm: number;
  /** Length of what was added since the stage before. */
  added: number;
  /** Its cosine with the stage before. */
  turn: number;
  /** Where it would lie among the tokens if it had their usual length, on the axes of their widest spread: three numbers. */
  point: number[];
  /** What the model would say if it stopped here, most probable first. */
  next: TokenProbability[];
}

export interface StreamResult {
  step: number;
  /** [V, 3]: where every token lies on the same axes, from the mean of all. */
  words: Tensor;
  stages: StreamStageResult[];
}

export interface ParameterInfo {
  name: string;
  shape: number[];
  meaning: string;
}

/** A stretch of the way to a map that keeps neighbours near (UMAP); the next request takes the next one. */
export interface UmapRequest {
  dimensions: 2 | 3;
  seed: number;
  /** Begins anew, with the weights of this moment. */
  restart: boolean;
}

export interface UmapResult {
  /** Of the weights that are mapped. */
  step: number;
  /** Rounds taken, and how many it takes. */
  epoch: number;
  epochs: number;
  /** [V, 3]; the third is 0 in two dimensions. */
  points: Tensor;
}

/** Byte pairs learnt from the run's data until there are `size` tokens, with only the first `merges` applied. */
export interface BytePairsRequest {
  text: string;
  size: number;
  merges: number;
}

export interface BytePairCount {
  first: string;
  second: string;
  /** How often they stand side by side in the data. */
  count: number;
}

export interface BytePairsResult {
  /** Tokens the data has before any merge: its bytes; and how many different ones. */
  bytes: number;
  alphabet: number;
  /** How many merges there are, and how many are applied. */
  merges: number;
  applied: number;
  /** The tokens they made, in their order. */
  learnt: string[];
  /** Tokens the data has now. */
  length: number;
  /** The pair that is merged next and those behind it, most frequent first; empty at the end. */
  candidates: BytePairCount[];
  /** The text as it is cut now, and characters of it with bytes the data does not have. */
  pieces: string[];
  unknown: string[];
}

/** One head at one query of a text; all count from 0. */
export interface HeadRequest {
  text: string;
  layer: number;
  head: number;
  /** Position of the query in the part of the text that fits the context. */
  query: number;
}

/** A head's numbers from what it reads to what it writes, row-major; T tokens. */
export interface HeadTraceResult {
  step: number;
  tokens: { id: number; text: string }[];
  query: number;
  /** (T, C): the stream before the attention, and what the head reads of it: layer-normed. */
  stream: Float32Array;
  input: Float32Array;
  /** (T, C): what all heads of the layer and their shared bias add to the stream. */
  out: Float32Array;
  /** (T, D) each. */
  q: Float32Array;
  k: Float32Array;
  v: Float32Array;
  /** (T, C): each token's whole value, value-up after value-down. */
  values: Float32Array;
  /** (T, T), a row a query: q · k / √D with nothing masked. */
  scores: Float32Array;
  /** (T, T): softmax of the masked scores, as the network computed it. */
  pattern: Float32Array;
  /** (T, T): softmax of the unmasked scores, which the network never computes. */
  leaking: Float32Array;
  /** (D): the weighted sum of the values at the query. */
  z: Float32Array;
  /** [head] (C): ΔE of every head of the layer at the query, without the bias they share. */
  changes: Float32Array[];
  /** [head]: what each ΔE adds to logits directly: the most and the least, most extreme first. */
  speaksFor: TokenScore[][];
  speaksAgainst: TokenScore[][];
}

/** A head's matrices, `[in, out]`: the video's, transposed. */
export interface HeadMatricesResult {
  step: number;
  /** [C, D] with biases [D]. */
  query: HeadProjection;
  key: HeadProjection;
  valueDown: HeadProjection;
  /** [D, C]. */
  valueUp: Tensor;
  /** [C, C]: value-up after value-down, in one piece. */
  valueMap: Tensor;
  /** Its first D singular values, largest first; the others are 0. */
  singularValues: number[];
  /** [C, C]: the value-up matrices of all heads of the layer, one under the other. */
  output: Tensor;
}

export interface HeadProjection {
  weight: Tensor;
  bias: Float32Array;
}

/** A head with its queries from `text` and its keys from `keysText`. */
export interface CrossAttentionRequest extends Omit<HeadRequest, 'query'> {
  keysText: string;
}

/** What such a head would look at, nothing masked; the network never computes it. */
export interface CrossAttentionResult {
  step: number;
  queries: { id: number; text: string }[];
  keys: { id: number; text: string }[];
  /** (queries, keys), a row a query: q · k / √D, and its softmax. */
  scores: Float32Array;
  pattern: Float32Array;
}

/** What is guessed after one beginning of a text. */
export interface PrefixResult {
  /** The last token of the beginning. */
  token: { id: number; text: string };
  /** Most probable first. */
  next: TokenProbability[];
  /** What follows in the text, and the loss it gives: −ln of its probability. Absent after the last token. */
  actual?: TokenProbability & { loss: number };
}

/** `contexts`: the token in other texts of the data; `growing`: with none, one and all of the tokens before it. */
export interface PhrasesRequest {
  text: string;
  /** Position of the token. */
  token: number;
  by: 'contexts' | 'growing';
}

/** Up to three phrases that end with the same token, and how far their last vectors have moved apart. */
export interface PhrasesResult {
  step: number;
  phrases: { tokens: string[]; next: TokenProbability[] }[];
  /** In the order of the stream; the first is the embedding alone, the same for all. */
  stages: {
    meaning: string;
    /** [phrase][phrase]. */
    distances: number[][];
    cosines: number[][];
    /** [phrase]: length of its vector. */
    lengths: number[];
  }[];
}

/** How much of every head's attention follows one habit, or a link between words that the data set knows of. */
export interface HeadPatternResult {
  /** `previous token`, `same token`, `first token`, `induction`, or the data set's name for a link. */
  habit: string;
  /** Queries asked; 0 where the text gives no occasion. */
  queries: number;
  /** What looking at all visible tokens alike would score. */
  chance: number;
  /** [layer][head]: mean share of attention. */
  scores: number[][];
}

export interface AblationRequest extends Omit<HeadRequest, 'query'> {
  /** What the head's output becomes: zero, or its mean over held-out data. */
  kind: 'zero' | 'mean';
  /** Of the text that is drawn. */
  seed: number;
}

/** The whole network and the one without a head, on the same held-out data and prompt. */
export interface AblationResult {
  step: number;
  whole: AblationSide;
  ablated: AblationSide;
}

export interface AblationSide {
  /** Mean over held-out batches. */
  loss: number;
  /** After the prompt, most probable first. */
  next: TokenProbability[];
  /** What follows the prompt, drawn at temperature 1 with the request's seed. */
  text: string;
}

/** Every way to look into the current model that is more than reading an activation: what is asked, what is answered. */
export interface Lenses extends FactLenses, NeuronLenses {
  embedding: { request: Record<string, never>; result: EmbeddingResult };
  neighbours: { request: NeighboursRequest; result: { step: number; nearest: TokenScore[] } };
  analogy: { request: AnalogyRequest; result: AnalogyResult };
  direction: { request: DirectionRequest; result: DirectionResult };
  pair: { request: { one: number; other: number }; result: DotProductResult };
  relations: { request: Record<string, never>; result: { step: number; relations: RelationResult[] } };
  stream: { request: { text: string }; result: StreamResult };
  parameters: { request: Record<string, never>; result: ParameterInfo[] };
  /** One of these tensors, by its name. */
  weights: { request: { name: string }; result: { step: number; tensor: Tensor } };
  head: { request: HeadRequest; result: HeadTraceResult };
  /** On a text or, without one, on the data set's own probes or held-out rows. */
  headScores: {
    request: { text?: string };
    result: { step: number; rows: number; habits: HeadPatternResult[] };
  };
  ablation: { request: AblationRequest; result: AblationResult };
  headMatrices: { request: Omit<HeadRequest, 'text' | 'query'>; result: HeadMatricesResult };
  cross: { request: CrossAttentionRequest; result: CrossAttentionResult };
  /** The guess after every beginning of a text. */
  prefixes: { request: { text: string }; result: { step: number; prefixes: PrefixResult[] } };
  phrases: { request: PhrasesRequest; result: PhrasesResult };
  map: { request: UmapRequest; result: UmapResult };
  bytePairs: { request: BytePairsRequest; result: BytePairsResult };
  /** How a text is cut, whatever the model's own tokenizer is. */
  cuts: { request: { text: string }; result: { words: string[]; characters: string[] } };
}

export type LensName = keyof Lenses;
