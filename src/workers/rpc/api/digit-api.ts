// The API of the digit network of chapters 1 to 4, a second run besides the transformer's.

import type { DigitTraining } from '../../../model/digits/digit-settings.ts';
import type {
  DigitEvaluation,
  DigitLenses,
  DigitLensName,
  WeightChange,
} from '../../requests/request-types.ts';
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

/** Training settings; omitted ones are the preset's. */
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
  /** Neurons per layer, pixels first. */
  sizes: number[];
  kind: DigitKind;
  training: DigitTraining;
  parameterCount: number;
  /** Bytes of the engine's memory used by this run and by all others. */
  memoryBytes: number;
  step: number;
}

/** Number of loaded images and, during loading, the progress. */
export interface DigitData {
  train: number;
  test: number;
  pending?: { loaded: number; total: number };
}

/** Events of the digit network. */
export type DigitEvent =
  | RunEvent<DigitRunInfo, DigitEvaluation>
  | { type: 'data'; data: DigitData }
  /** Weights were set manually: earlier results are outdated. */
  | { type: 'weights'; step: number };

export interface DigitQuery extends LensQuery<Pick<DigitLenses, DigitLensName>> {
  /** Lenses of a comparison run instead of the current one. */
  comparisonRun?: number;
}
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
