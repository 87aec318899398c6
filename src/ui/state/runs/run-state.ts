// What the worker has told of one run, whichever network it trains, and how each of its events changes that.

import {
  appendEvaluation,
  appendPoints,
  EMPTY_HISTORY,
  type History,
} from '../../../shared/history/history.ts';
import type { RunEvent, RunState } from '../../../workers/rpc/api/lab-api.ts';

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

export function reduceRun<
  Info extends { readonly step: number },
  Evaluation extends { readonly step: number },
  S extends RunView<Info, Evaluation>,
>(state: S, event: RunEvent<Info, Evaluation>): S {
  switch (event.type) {
    case 'run':
      return {
        ...state,
        run: event.run,
        step: event.run.step,
        ...(event.history ?? EMPTY_HISTORY),
        unitsPerSecond: 0,
        message: undefined,
      };
    case 'state':
      return {
        ...state,
        runState: event.state,
        message: event.message,
        ...(event.state === 'none' && { run: undefined }),
      };
    case 'progress': {
      const { step, points, unitsPerSecond } = event.progress;
      return { ...state, step, unitsPerSecond, ...appendPoints(historyOf(state), points) };
    }
    case 'evaluation':
      return { ...state, ...appendEvaluation(historyOf(state), event.evaluation) };
    default:
      return event satisfies never;
  }
}

const historyOf = <E extends { readonly step: number }>({ series, evaluations }: History<E>): History<E> => ({
  series,
  evaluations,
});
