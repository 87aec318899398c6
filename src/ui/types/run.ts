// State of a run, of either network.

import { EMPTY_HISTORY, type History } from '../../shared/history/history.ts';
import type { RunState } from '../../workers/rpc/api/lab-api.ts';

export interface RunView<Info, Evaluation extends { readonly step: number }> extends History<Evaluation> {
  readonly run?: Info;
  readonly runState: RunState;
  /** Why the run is in this state, where it is not the user's doing. */
  readonly message?: string;
  /** Steps done. */
  readonly step: number;
  /** Tokens, or images, a second; 0 until the first report. */
  readonly unitsPerSecond: number;
  /** Why the last thing asked for did not happen; the lab goes on. */
  readonly error?: string;
}

export const NO_RUN = {
  runState: 'none',
  step: 0,
  unitsPerSecond: 0,
  ...EMPTY_HISTORY,
} as const satisfies RunView<never, never>;
