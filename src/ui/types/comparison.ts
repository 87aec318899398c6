// State of a comparison: variants of one run that are trained side by side.

import type {
  ComparisonInfo,
  ComparisonProblem,
  Evaluation,
  RunInfo,
} from '../../workers/rpc/api/lab-api.ts';
import type { RunView } from './run.ts';

export type VariantView = RunView<RunInfo, Evaluation>;

export interface ComparisonState {
  /** Absent while there is no comparison. */
  readonly comparison?: ComparisonInfo;
  readonly variants: readonly VariantView[];
  /** Errors of the settings that the last comparison was asked for with. */
  readonly problems: readonly ComparisonProblem[];
  /** Whether the variants are being created. */
  readonly isPending: boolean;
  /** Error of the last operation; the variants are unaffected. */
  readonly error?: string;
}

export const NO_COMPARISON: ComparisonState = { variants: [], problems: [], isPending: false };

export const isComparing = ({ variants }: ComparisonState): boolean =>
  variants.some(({ runState }) => runState === 'training');
