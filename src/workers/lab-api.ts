// Everything that crosses between the page and the worker, as types: the one door, seen from both sides.

import type { ActivationName } from '../model/activations.ts';
import type { ModelConfig } from '../model/config.ts';
import type { TrainingConfig } from '../model/training-config.ts';

export type { ActivationName } from '../model/activations.ts';
export type { ModelConfig } from '../model/config.ts';
export type { TrainingConfig } from '../model/training-config.ts';

/** Numbers of any rank, row-major, with the shape in letters as the activation's name promises. */
export interface Tensor {
  shape: number[];
  data: Float32Array<ArrayBuffer>;
}

export interface Engine {
  backend: 'webgpu' | 'wasm' | 'reference';
  /** As it is shown on screen: `SwiftShader`, `Apple M4`, `WebAssembly, relaxed SIMD`. */
  adapter: string;
  /** Why this engine and not a faster one, a sentence; absent where the first choice works. */
  reason?: string;
}

/** A preset as the page lists it: data, model and settings that go together. */
export interface PresetInfo {
  name: string;
  title: string;
  description: string;
  datasetName: string;
  /** V is 0 until the data is made. */
  model: ModelConfig;
  training: TrainingConfig;
}

/** What one setting can be, and why there is a limit. */
export interface SettingLimit {
  readonly least: number;
  readonly most: number;
  readonly whole?: boolean;
  readonly why?: string;
}

/** What to train. Settings left out are the preset's. */
export interface RunRequest {
  preset: string;
  model?: Partial<Omit<ModelConfig, 'V'>>;
  training?: Partial<TrainingConfig>;
  /** The user's own text, for the preset `text`. */
  text?: string;
  tokenizer?: 'words' | 'characters';
}

export interface RunInfo {
  preset: string;
  datasetName: string;
  description: string;
  statistics: { label: string; value: number | string }[];
  /** Advice about the user's own text, a sentence each. */
  advice: string[];
  prompts: string[];
  model: ModelConfig;
  training: TrainingConfig;
  /** Trained weights. */
  parameterCount: number;
  /** Bytes of the engine's memory this run holds. */
  memoryBytes: number;
  vocabulary: string[];
  /** What a token is. */
  tokenizer: 'words' | 'characters';
  step: number;
}

/** A value of the data set's own measure at one step. */
export interface MeasureValue {
  name: string;
  description: string;
  /** Share between 0 and 1. */
  value: number;
  /** The same on what was never trained on, where the measure tells the two apart. */
  heldOut?: number;
  /** What pure chance would give. */
  chance?: number;
  /** How many questions were asked. */
  count: number;
}

/** The losses of the steps since the last report. */
export interface Progress {
  step: number;
  steps: number;
  points: { step: number; loss: number; gradientNorm: number; learningRate: number }[];
  /** Training tokens a second, over about the last second. */
  tokensPerSecond: number;
}

/** Taken every so many steps, at pause and at the end. */
export interface Evaluation {
  step: number;
  validationLoss: number;
  measures: MeasureValue[];
  /** The data set's prompts, completed by the weights of this step (greedy). */
  completions: { prompt: string; text: string }[];
}

export type RunState = 'none' | 'ready' | 'training' | 'paused' | 'finished' | 'diverged';

/** What the worker tells every subscriber as it happens. */
export type LabEvent =
  | { type: 'engine'; engine: Engine }
  | { type: 'run'; run: RunInfo }
  | { type: 'state'; state: RunState /** Why, where it is not the user's doing. */; sentence?: string }
  | { type: 'progress'; progress: Progress }
  | { type: 'evaluation'; evaluation: Evaluation };

/** Replaces, scales or zeroes part of an activation in an inspection run. Parts left out mean all of them. */
export interface Intervention {
  name: ActivationName;
  /** `zero` and `scale` act on what the network computed, `mean` puts its mean over rows and positions, `replace` a given value. */
  kind: 'zero' | 'scale' | 'mean' | 'replace';
  /** Factor of `scale`, value of `replace` (broadcast over the part). */
  value?: number;
  /** Of `hook_q|k|v|z`, `hook_attn_scores`, `hook_pattern`. */
  head?: number;
  /** Last index of a `[B, T, C]` or `[B, T, M]` activation. */
  neuron?: number;
  position?: number;
}

export interface InspectRequest {
  text: string;
  /** Activations to read; only these are copied. */
  names: ActivationName[];
  interventions?: Intervention[];
}

export interface TokenProbability {
  id: number;
  text: string;
  probability: number;
  logit: number;
}

/** One look inside, all from the weights of one step. */
export interface Inspection {
  step: number;
  tokens: { id: number; text: string }[];
  /** Words of the prompt the model does not know; where there are any, nothing was run and `activations` is empty. */
  unknown: string[];
  /** Tokens that were cut from the front because the prompt is longer than the context. */
  cut: number;
  /** B is 1 and left out: `hook_pattern` is `[H, T, T]`. */
  activations: Partial<Record<ActivationName, Tensor>>;
  /** The most probable next tokens after the last one, most probable first. */
  next: TokenProbability[];
}

export interface GenerateRequest {
  prompt: string;
  tokens: number;
  /** 0 takes the most probable token always. */
  temperature: number;
  topK?: number;
  topP?: number;
  seed: number;
}

export interface Generation {
  step: number;
  text: string;
  tokens: { id: number; text: string; probability: number }[];
  unknown: string[];
}

/** The kernel behind a picture: the source file that ran, and with what. */
export interface KernelInfo {
  opName: string;
  passName: string;
  variant: string;
  wgsl: string;
  /** Override constants and sizes, by name. */
  constants: Record<string, number>;
  workgroups: [number, number, number];
  /** False when the CPU computed it: then the WGSL is what a GPU would have run. */
  ran: boolean;
}

/** A token as an answer, with its score in the units of what was asked. */
export interface WordScore {
  id: number;
  text: string;
  score: number;
}

/** Every token's vector, and where it lies on the three axes of widest spread. */
export interface EmbeddingReading {
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

export interface AnalogyReading {
  step: number;
  nearest: WordScore[];
  /** From 1; of the token hoped for. */
  expectedRank?: number;
}

/** The step from one token to another as a direction, and the dot products of some tokens with it. */
export interface DirectionRequest {
  from: number;
  to: number;
  ids: number[];
}

export interface DirectionReading {
  step: number;
  products: WordScore[];
  /** Length of the step. */
  length: number;
}

/** A relation of the data set, and how regular the embedding has made it. */
export interface RelationReading {
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
export interface StreamStage {
  name: string;
  meaning: string;
  /** Its length. */
  norm: number;
  /** Length of what was added since the stage before. */
  added: number;
  /** Its cosine with the stage before. */
  turn: number;
  /** What the model would say if it stopped here, most probable first. */
  next: TokenProbability[];
}

export interface StreamReading {
  step: number;
  stages: StreamStage[];
}

export interface ParameterInfo {
  name: string;
  shape: number[];
  meaning: string;
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
export interface HeadChainReading {
  step: number;
  tokens: { id: number; text: string }[];
  query: number;
  /** (T, C): the stream before the attention, and what the head reads of it: layer-normed. */
  stream: Float32Array;
  input: Float32Array;
  /** (T, D) each. */
  q: Float32Array;
  k: Float32Array;
  v: Float32Array;
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
  /** What the chosen head's ΔE adds to logits directly: the most and the least, most extreme first. */
  promoted: WordScore[];
  suppressed: WordScore[];
}

/** How much of every head's attention follows one habit. */
export interface HabitReading {
  habit: 'previous token' | 'same token' | 'first token' | 'induction';
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
}

/** The whole network and the one without a head, on the same held-out data and prompt. */
export interface AblationReading {
  step: number;
  whole: AblationSide;
  ablated: AblationSide;
}

export interface AblationSide {
  /** Mean over held-out batches. */
  loss: number;
  /** After the prompt, most probable first. */
  next: TokenProbability[];
  /** What follows the prompt if the most probable token is always taken. */
  text: string;
}

/** Every way to look into the current model that is more than reading an activation: what is asked, what is answered. */
export interface Lenses {
  embedding: { asks: Record<string, never>; answers: EmbeddingReading };
  neighbours: { asks: NeighboursRequest; answers: { step: number; nearest: WordScore[] } };
  analogy: { asks: AnalogyRequest; answers: AnalogyReading };
  direction: { asks: DirectionRequest; answers: DirectionReading };
  relations: { asks: Record<string, never>; answers: { step: number; relations: RelationReading[] } };
  stream: { asks: { text: string }; answers: StreamReading };
  parameters: { asks: Record<string, never>; answers: ParameterInfo[] };
  head: { asks: HeadRequest; answers: HeadChainReading };
  /** On a text or, without one, on the data set's own probes or held-out rows. */
  headScores: { asks: { text?: string }; answers: { step: number; rows: number; habits: HabitReading[] } };
  ablation: { asks: AblationRequest; answers: AblationReading };
  /** How a text is cut, whatever the model's own tokenizer is. */
  cuts: { asks: { text: string }; answers: { words: string[]; characters: string[] } };
}

export type LensName = keyof Lenses;

export interface StartOptions {
  /** `auto` takes WebGPU where it passes its self-test, else the CPU. */
  backend: 'auto' | 'webgpu' | 'cpu';
}

/** The worker's methods. All are asynchronous; errors arrive as sentences. */
export interface LabApi {
  /** Picks the engine and tests it; must come first. */
  start(options: StartOptions): Promise<Engine>;
  presets(): Promise<PresetInfo[]>;
  /** The limits of every numeric setting of model and training, by name. */
  limits(): Promise<Record<string, SettingLimit>>;
  /** Everything wrong with a request, one sentence each; changes nothing. */
  problems(request: RunRequest): Promise<string[]>;
  /** Makes data and a freshly initialised model, and drops the one before. */
  create(request: RunRequest): Promise<RunInfo>;
  /** Trains until the last step, `pause()`, or divergence; resolves then. Starting twice is an error. */
  train(): Promise<RunState>;
  /** Stops training between two steps; the model stays. */
  pause(): Promise<void>;
  /** One training step. */
  step(): Promise<void>;
  /** Fresh weights, same settings. */
  reset(): Promise<RunInfo>;
  inspect(request: InspectRequest): Promise<Inspection>;
  generate(request: GenerateRequest): Promise<Generation>;
  /** Looks through a lens at the current model, with the weights of one step. */
  lens<Name extends LensName>(name: Name, asked: Lenses[Name]['asks']): Promise<Lenses[Name]['answers']>;
  /** The kernel that computed this activation in the last `inspect`, or would compute it over a whole context. */
  kernel(name: ActivationName): Promise<KernelInfo>;
  /** The model as one safetensors file. */
  save(): Promise<Uint8Array<ArrayBuffer>>;
  /** A model saved before; becomes the current run. */
  open(bytes: Uint8Array<ArrayBuffer>): Promise<RunInfo>;
  /** Calls `listener` with every event from now on, beginning with where things stand. */
  subscribe(listener: (event: LabEvent) => void): Promise<void>;
}
