// What crosses between page and worker of the digit network, chapters 1 to 4: a second run beside the transformer's.

import type { Tensor } from '../../../lenses/lens-api.ts';
import type { DigitSplit } from '../../../model/data/mnist/mnist.ts';
import type { DigitTraining } from '../../../model/digits/digit-settings.ts';
import type { LensQuery, LensQueryResult, RunEvent, SessionApi } from './session-api.ts';

export type { DigitSplit } from '../../../model/data/mnist/mnist.ts';
export type { DigitTraining } from '../../../model/digits/digit-settings.ts';

/** `sigmoid`: on every layer, cost = sum of squared differences (the videos). `relu`: hidden layers, then softmax and cross-entropy. */
export type DigitKind = 'sigmoid' | 'relu';

export interface DigitPresetInfo {
  name: string;
  title: string;
  description: string;
  hidden: number[];
  kind: DigitKind;
  training: DigitTraining;
}

/** What to train; settings left out are the preset's. */
export interface DigitRequest {
  preset: string;
  /** Neurons of each hidden layer. */
  hidden?: number[];
  kind?: DigitKind;
  training?: Partial<DigitTraining>;
}

export interface DigitRunInfo {
  preset: string;
  title: string;
  description: string;
  /** Neurons a layer, pixels first. */
  sizes: number[];
  kind: DigitKind;
  training: DigitTraining;
  parameterCount: number;
  /** Bytes of the engine's memory this run and all others hold. */
  memoryBytes: number;
  step: number;
}

/** Taken every so many steps, at pause and at the end. */
export interface DigitEvaluation {
  step: number;
  /** Over the test images that are here: 1,000, or all 10,000. */
  test: DigitScore;
  /** Over the first 1,000 training images, by the labels this run learns from. */
  train: DigitScore;
}

export interface DigitScore {
  /** Share of images whose brightest output is the label. */
  accuracy: number;
  /** Mean. */
  cost: number;
  count: number;
}

/** How many images are here, and, while others come, how many of those under way have been read. */
export interface DigitData {
  train: number;
  test: number;
  pending?: { loaded: number; total: number };
}

/** What the worker tells of the digit network as it happens. */
export type DigitEvent =
  | RunEvent<DigitRunInfo, DigitEvaluation>
  | { type: 'data'; data: DigitData }
  /** Weights were set by hand: what was read before is of another network. */
  | { type: 'weights'; step: number };

/** Images of the data set, or pixels of one's own: (B, 784), 0 black to 1 white; at most 1,000. */
export type DigitInput =
  | { split: DigitSplit; indices: number[] }
  | {
      pixels: Float32Array<ArrayBuffer> /** What each should be, where a cost is asked for. */;
      labels?: number[];
    };

/** A weight, `from` neuron of the layer before `to` neuron of `layer`; without `from`, the bias. Layers count from 1. */
export interface DigitWeight {
  layer: number;
  neuron: number;
  from?: number;
}

/** What a weight or bias is to be. */
export interface WeightChange extends DigitWeight {
  readonly value: number;
}

/** Layer l stands at l − 1. `z` before the activation function, `a` after it; each [B, neurons]. */
export interface DigitLayers {
  z: Tensor[];
  a: Tensor[];
}

/** One weighted sum, term by term. */
export interface WeightedSum {
  step: number;
  /** [inputs]: activations of the layer before. */
  activations: Tensor;
  /** [inputs]: weights of the arrows into this neuron. */
  weights: Tensor;
  /** [inputs]: weight × activation. */
  terms: Tensor;
  bias: number;
  /** The sum of the terms and the bias. */
  z: number;
  a: number;
}

/** A layer's weights [neurons, inputs], row j into neuron j, and its biases [neurons]. */
export interface DigitLayerWeights {
  weights: Tensor;
  biases: Tensor;
}

/** All gradients of the mean cost; `a` and `z` as in `DigitLayers`. */
export interface DigitGradient extends DigitLayers {
  step: number;
  /** Mean over the examples. */
  cost: number;
  /** [B] */
  exampleCosts: Tensor;
  /** ∂ mean cost / ∂ z, [B, neurons] a layer: times B, the example's own. */
  d_z: Tensor[];
  /** The same by a; the last is missing for `relu`, whose cost is taken from z. */
  d_a: (Tensor | undefined)[];
  /** ∂ mean cost / ∂ weights and biases, a layer each. */
  layers: DigitLayerWeights[];
}

/** The table of chapter 3: for each example, ∂ its cost / ∂ each chosen weight. A step goes against them. */
export interface ExampleGradients {
  step: number;
  /** [B, weights]: of each example's own cost. */
  examples: Tensor;
  /** [weights]: the column means of the table. */
  mean: Tensor;
  /** [weights]: the same as the engine's reverse pass sums them over the batch. */
  batch: Tensor;
}

/** What one example wishes changed, layer by layer: minus the gradient of its cost. */
export interface DesiredChanges {
  step: number;
  cost: number;
  layers: {
    /** [neurons] */
    a: Tensor;
    /** [neurons]: wished change of each activation; absent at the last layer of `relu`. */
    activations?: Tensor;
    /** [neurons]: wished change of each weighted sum, and so of each bias. */
    weightedSums: Tensor;
    /** [neurons after, neurons]: row j is what neuron j of the next layer wishes of this one; their sum is `activations`. */
    fromNext?: Tensor;
  }[];
}

/** Over many images: how many are right, which digit is taken for which, and the images that are wrong. */
export interface DigitTest extends DigitScore {
  step: number;
  /** [10, 10]: row the label, column the answer; counts. */
  confusion: Tensor;
  /** Surest first, at most `mostWrong`. */
  wrong: { index: number; label: number; answer: number /** The brightest output. */; output: number }[];
}

/** The cost of each example, term by term. */
export interface CostBreakdown {
  step: number;
  /** [B, 10] */
  outputs: Tensor;
  /** [B, 10]: what is wanted. */
  targets: Tensor;
  /** [B, 10]: (a − y)², or −y ln a for `relu`. */
  terms: Tensor;
  /** [B] */
  costs: Tensor;
  mean: number;
}

/** Where two directions through the present weights lead, and how far one goes. */
export interface SliceRequest {
  /**
   * `random`: two random directions, each weight matrix as long as the network's own (Li et al. 2018); `gradient`: straight
   * down, and a random direction at right angles; `path`: the plane through start, middle and end of the path taken;
   * `comparisonRuns`: the plane through the start of two runs and both their ends.
   */
  directions: 'random' | 'gradient' | 'path' | 'comparisonRuns';
  /** Two that began with the same weights. */
  comparisonRuns?: [number, number];
  seed: number;
  /** The cost is the mean over the first so many training images. At most 1,000. */
  images: number;
}

/** A plane through weight space, kept by the worker until the next one is asked for. */
export interface SliceInfo {
  slice: number;
  /** Step whose weights are the middle (0, 0). */
  step: number;
  images: number;
  /** Lengths of the directions: one unit along x or y changes the weights by so much. */
  lengths: [number, number];
  /** The path taken, projected on the plane, with the cost on these images at each place itself. */
  path: SlicePoint[];
  /** The same of the two side runs asked for. */
  comparisonPaths?: SlicePoint[][];
}

export interface SlicePoint {
  step: number;
  x: number;
  y: number;
  cost: number;
}

/** A network trained beside the current one, for comparison; at most four at a time. */
export interface ComparisonRunRequest {
  /** Settings left out are the current run's. */
  training?: Partial<DigitTraining>;
  /** The current weights, or fresh ones. */
  from: 'current' | 'fresh';
}

export interface ComparisonRunProgress {
  /** Each step taken, with the cost of its batch before it. */
  points: { step: number; loss: number }[];
  /** After the last of them. */
  train: DigitScore;
  test: DigitScore;
  /** Where it is on the slice asked for. */
  place?: SlicePoint;
}

/** A small network with all its weights given: for chapter 4. Layer l stands at l − 1. */
export interface SmallNetwork {
  /** Neurons a layer, inputs first: [1, 1, 1, 1]. At most 64 weights and biases in all if differences are asked for. */
  sizes: number[];
  /** [neurons × inputs] a layer, row j into neuron j. */
  weights: number[][];
  biases: number[][];
  /** Examples × inputs. */
  inputs: number[][];
  /** Examples × outputs: what is wanted. */
  targets: number[][];
  /** Also every ∂C/∂w by nudging w up and down by this much. */
  nudge?: number;
}

export interface SmallNetworkResult extends Omit<DigitGradient, 'step' | 'd_a'> {
  d_a: Tensor[];
  /** (C(w + nudge) − C(w − nudge)) / 2 nudge for every weight and bias, of the mean cost. */
  differences?: DigitLayerWeights[];
}

/**
 * A number of a small network: weight from neuron `from` to neuron `neuron`, bias, weighted sum z, activation a (layer 0:
 * the inputs), wanted output y (of the last layer), or the cost C. Neurons count from 0; layer 0 has no w, b and z.
 */
export interface Quantity {
  kind: 'w' | 'b' | 'z' | 'a' | 'y' | 'C';
  layer: number;
  neuron: number;
  from?: number;
}

/** ∂ of / ∂ by. */
export interface ChainFactor {
  of: Quantity;
  by: Quantity;
  value: number;
  /** Change of `of` over change of `by` when the quantity asked about is nudged; absent where `by` is not all that moves it. */
  ratio?: number;
}

/** One way to the cost: the product of its factors, nearest to the quantity first. */
export interface ChainPath {
  factors: readonly ChainFactor[];
  product: number;
}

export interface ChainRuleRequest {
  /** Of several examples only for a weight or a bias. Its own `nudge` is not used. */
  network: SmallNetwork;
  of: Quantity;
  /** The quantity is moved by this much. */
  nudge: number;
}

/** ∂ cost / ∂ a quantity: as a sum of products, as the engine's reverse pass has it, and by nudging. */
export interface ChainRuleResult {
  smallNetwork: SmallNetworkResult;
  /** All ways from the quantity to the cost of the first example. */
  paths: readonly ChainPath[];
  /** [examples]: the sum over all paths. */
  sums: Tensor;
  mean: number;
  /** Of the mean cost; absent for inputs and wanted outputs, which nobody trains. */
  gradient?: number;
  /** (C(+ nudge) − C(− nudge)) / 2 nudge, of the mean cost. */
  difference: number;
  /** Everything once the quantity is nudged. */
  nudged: DigitLayers & { cost: number };
}

/** What can be asked of the digit network, and what it answers; all of the weights of one step. */
export interface DigitLenses {
  /** Images of the data set. Filters by label where one is given. */
  images: {
    request: { split: DigitSplit; from: number; count: number; digit?: number };
    result: { indices: number[]; labels: number[] /** [count, 784] */; pixels: Tensor };
  };
  activations: { request: DigitInput; result: DigitLayers & { step: number } };
  /** All weights and biases, layer by layer. */
  weights: { request: Record<string, never>; result: { step: number; layers: DigitLayerWeights[] } };
  /** Of one image. */
  weightedSum: { request: { input: DigitInput; layer: number; neuron: number }; result: WeightedSum };
  gradient: { request: DigitInput; result: DigitGradient };
  exampleGradients: { request: { input: DigitInput; weights: DigitWeight[] }; result: ExampleGradients };
  /** Of one image. */
  desiredChanges: { request: DigitInput; result: DesiredChanges };
  test: { request: { split: DigitSplit; mostWrong: number }; result: DigitTest };
  cost: { request: DigitInput; result: CostBreakdown };
  smallNetwork: { request: SmallNetwork; result: SmallNetworkResult };
  chainRule: { request: ChainRuleRequest; result: ChainRuleResult };
  /** Lays a plane through the present weights. */
  slice: { request: SliceRequest; result: SliceInfo };
  /** Costs at every point of a grid on the plane. Long: in pieces of a row. */
  sliceCosts: {
    request: { slice: number; xs: number[]; ys: number[] };
    result: { /** [ys, xs] */ costs: Tensor };
  };
  comparisonRun: { request: ComparisonRunRequest; result: { comparisonRun: number } };
  /** Trains it by so many steps. Long: in pieces of a few steps. */
  trainComparisonRun: {
    request: { comparisonRun: number; steps: number; slice?: number };
    result: ComparisonRunProgress;
  };
  endComparisonRun: { request: { comparisonRun: number }; result: { ended: boolean } };
}

export type DigitLensName = keyof DigitLenses;

export type DigitQuery = LensQuery<Pick<DigitLenses, DigitLensName>>;
export type DigitQueryResult = LensQueryResult<Pick<DigitLenses, DigitLensName>>;

/** The digit network's session. */
export interface DigitApi
  extends SessionApi<
    DigitRequest,
    DigitPresetInfo,
    DigitRunInfo,
    DigitEvent,
    Pick<DigitLenses, DigitLensName>
  > {
  /** Loads the first images, or all; lenses and training load what they need themselves. */
  loadImages(extent: 'first' | 'all'): Promise<DigitData>;
  /** Sets weights and biases; training continues from them. */
  setWeights(changes: readonly WeightChange[]): Promise<void>;
  /** Several lenses in one task, with the weights of one step. */
  query(request: DigitQuery): Promise<DigitQueryResult>;
}
