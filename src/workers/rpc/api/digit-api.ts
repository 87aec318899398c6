// What crosses between page and worker of the digit network, chapters 1 to 4: a second run beside the transformer's.

import type {
  DigitEvaluation,
  DigitLensName,
  DigitLensRequest,
  DigitLensResult,
  WeightChange,
} from '../../../lenses/types.ts';
import type { DigitTraining } from '../../../model/digits/digit-settings.ts';
import type { ProgressCallback } from '../../session/scheduling/run-job.ts';
import type { RunApi, RunEvent } from './run-api.ts';

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

/** The worker's methods for the digit network, `lab.digits`. The engine is the lab's. */
export interface DigitApi extends RunApi<DigitRequest, DigitRunInfo, DigitEvent> {
  presets(): Promise<DigitPresetInfo[]>;
  /** Reads the first images, or all; lenses and training do so themselves as far as they need. */
  loadImages(what: 'first' | 'all'): Promise<DigitData>;
  /** Sets weights and biases by hand; training goes on from them. */
  setWeights(changes: readonly WeightChange[]): Promise<void>;
  /** Looks through a lens at the digit network, with the weights of one step; long looks as `LabApi.lens` does. */
  lens<Name extends DigitLensName>(
    name: Name,
    request: DigitLensRequest<Name>,
    onProgress?: ProgressCallback,
  ): Promise<DigitLensResult<Name>>;
}
