// What the worker has told of one run, whichever network it trains, and how each of its events changes that.

import type { RunEvent, RunState } from '../../workers/lab-api.ts';
import { appendSteps, EMPTY_SERIES, type Series, seriesUntil } from './series.ts';

export interface RunView<Info, Evaluation> {
  readonly run?: Info;
  readonly runState: RunState;
  /** Why the run is in this state, where it is not the user's doing. */
  readonly sentence?: string;
  /** Steps done. */
  readonly step: number;
  /** Tokens, or images, a second; 0 until the first report. */
  readonly unitsPerSecond: number;
  readonly series: Series;
  /** In the order of their steps; begins with the untrained model where the worker evaluates it. */
  readonly evaluations: readonly Evaluation[];
  /** Why the last thing asked for did not happen; the lab goes on. */
  readonly error?: string;
}

export const NO_RUN = {
  runState: 'none',
  step: 0,
  unitsPerSecond: 0,
  series: EMPTY_SERIES,
  evaluations: [],
} as const satisfies RunView<never, never>;

/** What tells one run from another. */
interface Identity {
  readonly preset: string;
  readonly parameterCount: number;
  readonly step: number;
}

export function reduceRun<
  Info extends Identity,
  Evaluation extends { step: number },
  S extends RunView<Info, Evaluation>,
>(state: S, event: RunEvent<Info, Evaluation>): S {
  switch (event.type) {
    case 'run':
      return {
        ...state,
        run: event.run,
        ...pastOf(state, event.run),
        unitsPerSecond: 0,
        sentence: undefined,
      };
    case 'state':
      return {
        ...state,
        runState: event.state,
        sentence: event.sentence,
        ...(event.state === 'none' && { run: undefined }),
      };
    case 'progress': {
      const { step, points, unitsPerSecond } = event.progress;
      return { ...state, step, unitsPerSecond, series: appendSteps(state.series, points) };
    }
    case 'evaluation':
      return { ...state, evaluations: withEvaluation(state.evaluations, event.evaluation) };
    default:
      return event satisfies never;
  }
}

/** What remains of the curves: all up to its step if it is the same run taken up again, else nothing. */
function pastOf<Info extends Identity, Evaluation extends { step: number }>(
  { run, series, evaluations }: RunView<Info, Evaluation>,
  { preset, step, parameterCount }: Info,
) {
  const goesOn = step > 0 && run?.preset === preset && run.parameterCount === parameterCount;
  return {
    step,
    series: goesOn ? seriesUntil(series, step) : EMPTY_SERIES,
    evaluations: goesOn ? evaluations.filter((evaluation) => evaluation.step <= step) : [],
  };
}

/** A later evaluation of the same step takes the place of the earlier. */
function withEvaluation<Evaluation extends { step: number }>(
  evaluations: readonly Evaluation[],
  added: Evaluation,
): Evaluation[] {
  return [...evaluations.filter(({ step }) => step < added.step), added];
}
