// Reducer for the events of a run, of either network.

import {
  appendEvaluation,
  appendPoints,
  EMPTY_HISTORY,
  type History,
  historyUntil,
} from '../../../shared/history/history.ts';
import type { RunEvent } from '../../../workers/rpc/api/lab-api.ts';
import { displayText } from '../../format/display-message.ts';
import type { RunView } from '../../types/run.ts';

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
        secondsLeft: undefined,
        message: undefined,
      };
    case 'state':
      return {
        ...state,
        runState: event.state,
        message: event.message && displayText(event.message),
        // Not those before a pause.
        ...(event.state !== 'training' && { unitsPerSecond: 0, secondsLeft: undefined }),
        ...(event.state === 'none' && { run: undefined }),
      };
    case 'progress': {
      const { step, points, unitsPerSecond, secondsLeft } = event.progress;
      return { ...state, step, unitsPerSecond, secondsLeft, ...appendPoints(historyOf(state), points) };
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

/** The state after `step` steps, while that checkpoint is previewed. */
export const runAt = <S extends RunView<unknown, { readonly step: number }>>(live: S, step: number): S => ({
  ...live,
  ...historyUntil(live, step),
  ...{
    previewStep: step,
    step,
    runState: 'paused',
    message: undefined,
    unitsPerSecond: 0,
    secondsLeft: undefined,
  },
});
