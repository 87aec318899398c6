// State of a comparison: variants of one run that are trained side by side.

import type {
  ComparisonInfo,
  ComparisonProblem,
  ComparisonRequest,
  Evaluation,
  RunInfo,
} from '../../workers/rpc/api/lab-api.ts';
import type { RunView } from './run.ts';

export type VariantView = RunView<RunInfo, Evaluation>;

export interface ComparisonState {
  /** Absent while there is no comparison. */
  readonly comparison?: ComparisonInfo;
  readonly variants: readonly VariantView[];
  /** That of the last comparison that was asked for. */
  readonly request?: ComparisonRequest;
  /** Errors of the settings that the last comparison was asked for with. */
  readonly problems: readonly ComparisonProblem[];
  /** Whether the variants are being created. */
  readonly isPending: boolean;
  /** Error of the last operation; the variants are unaffected. */
  readonly error?: string;
}

/** Of the charts' lines, in the order of the variants. */
export const VARIANT_COLOURS = ['blue', 'yellow', 'teal', 'red'] as const;

export const NO_COMPARISON: ComparisonState = { variants: [], problems: [], isPending: false };

export const isComparing = ({ variants }: ComparisonState): boolean =>
  variants.some(({ runState }) => runState === 'training');

/** The variants as one run: they are trained and paused together, at the same step. */
export const comparisonProgress = ({ comparison, variants }: ComparisonState) => ({
  run: comparison,
  runState:
    (['training', 'paused', 'ready'] as const).find((state) =>
      variants.some(({ runState }) => runState === state),
    ) ?? ('finished' as const),
  step: Math.max(0, ...variants.map(({ step }) => step)),
});

/** A setting of both variants: the same value twice, or what differs. */
export interface ComparisonRow {
  readonly name: string;
  readonly values: readonly [string, string];
}

/** What to compare: all settings that are not named are the preset's. */
export interface ComparisonDraft {
  readonly preset: string;
  readonly rows: readonly ComparisonRow[];
}

export const INITIAL_COMPARISON: ComparisonDraft = {
  preset: 'repeats',
  rows: [{ name: 'positions', values: ['learned', 'rotary'] }],
};
