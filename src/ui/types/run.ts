// State of a run, of either network.

import { EMPTY_HISTORY, type History } from '../../shared/history/history.ts';
import type { RunState } from '../../workers/rpc/api/lab-api.ts';

export interface RunView<Info, Evaluation extends { readonly step: number }> extends History<Evaluation> {
  readonly run?: Info;
  readonly runState: RunState;
  /** Reason for the state if the user did not cause it. */
  readonly message?: string;
  /** Steps done. */
  readonly step: number;
  /** Step of the previewed checkpoint; the rest of the state is then that of this step. */
  readonly previewStep?: number;
  /** Tokens or images per second; 0 until the first report. */
  readonly unitsPerSecond: number;
  /** Until the last step; absent while it is not known. */
  readonly secondsLeft?: number;
  /** Error of the last operation; the run itself is unaffected. */
  readonly error?: string;
}

export const NO_RUN = {
  runState: 'none',
  step: 0,
  unitsPerSecond: 0,
  ...EMPTY_HISTORY,
} as const satisfies RunView<never, never>;
