// State of the digit network, its settings, and images and comparisons as views show them.

import type { FieldError } from '../../shared/field-error.ts';
import type {
  DigitData,
  DigitEvaluation,
  DigitPresetInfo,
  DigitRequest,
  DigitRunInfo,
  DigitScore,
  SettingLimit,
} from '../../workers/rpc/api/lab-api.ts';
import { NO_RUN, type RunView } from './run.ts';

export interface DigitState extends RunView<DigitRunInfo, DigitEvaluation> {
  readonly presets: readonly DigitPresetInfo[];
  /** Range of each setting, by name. */
  readonly limits: Readonly<Record<string, SettingLimit>>;
  /** Loaded and pending images. */
  readonly data: DigitData;
  /** Incremented on every change of the weights. */
  readonly weightsVersion: number;
  /** Whether the weights are those of the bundled model. */
  readonly isBundled: boolean;
  /** Errors of the selected settings. */
  readonly problems: readonly FieldError[];
  /** Whether a network is being created. */
  readonly isPending: boolean;
  /** Whether the stage shows a network of the moment in its place. */
  readonly isAside: boolean;
}

export const INITIAL_DIGITS: DigitState = {
  ...NO_RUN,
  presets: [],
  limits: {},
  data: { train: 0, test: 0 },
  weightsVersion: 0,
  isBundled: false,
  problems: [],
  isPending: false,
  isAside: false,
};

/** New random weights, the trained network that ships with the page, or a network with other settings. */
export type DigitNetworkChoice = 'fresh' | 'trained' | DigitRequest;

/** The request with the preset's defaults filled in; undefined for an unknown preset. */
export function resolveDigitSettings(
  { preset, hidden, kind, training }: DigitRequest,
  presets: readonly DigitPresetInfo[],
) {
  const base = presets.find(({ name }) => name === preset);
  return (
    base && {
      hidden: hidden ?? base.hidden,
      kind: kind ?? base.kind,
      training: { ...base.training, ...training },
    }
  );
}

/** Images with their indices in the data set and their labels. */
export interface DigitImages {
  readonly indices: readonly number[];
  readonly labels: readonly number[];
  /** [images, 784]. */
  readonly pixels: Float32Array;
}

/** Scores of one run of a comparison. */
export interface ComparedRun {
  readonly name: string;
  readonly points: readonly {
    readonly step: number;
    readonly train: DigitScore;
    readonly test: DigitScore;
  }[];
}

/** Both count from 0; layer 0 is the input. */
export interface NeuronIndex {
  readonly layer: number;
  readonly neuron: number;
}
