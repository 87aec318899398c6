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
  /** What each setting can be, by its name. */
  readonly limits: Readonly<Record<string, SettingLimit>>;
  /** The images that are here, and those on their way. */
  readonly data: DigitData;
  /** Grows whenever the weights become others: what was read at another count is of another network. */
  readonly weightsVersion: number;
  /** Whether its weights are those that came with the page. */
  readonly isBundled: boolean;
  /** Errors of the selected settings. */
  readonly problems: readonly FieldError[];
  /** A network is being made. */
  readonly isPending: boolean;
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
};

/** New random weights, the trained network that ships with the page, or a network with other settings. */
export type DigitNetworkChoice = 'fresh' | 'trained' | DigitRequest;

/** All settings of a request, none left out. */
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

/** Images with their place in the data set and their labels. */
export interface DigitImages {
  readonly indices: readonly number[];
  readonly labels: readonly number[];
  /** (images × 784). */
  readonly pixels: Float32Array;
}

/** What became of one run so far. */
export interface ComparedRun {
  readonly name: string;
  readonly points: readonly {
    readonly step: number;
    readonly train: DigitScore;
    readonly test: DigitScore;
  }[];
}
