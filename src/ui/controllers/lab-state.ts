// What the worker has told so far, as one value, and how each of its events changes it.

import type {
  Engine,
  Evaluation,
  LabEvent,
  MemoryNeed,
  PresetInfo,
  RunInfo,
  RunState,
  SettingLimit,
} from '../../workers/lab-api.ts';
import type { Settings } from './page-state.ts';
import { appendSteps, EMPTY_SERIES, type Series, seriesUntil } from './series.ts';

export interface LabState {
  /** Absent until the worker has picked and tested one. */
  readonly engine?: Engine;
  readonly presets: readonly PresetInfo[];
  /** What each setting can be, by its name. */
  readonly limits: Readonly<Record<string, SettingLimit>>;
  readonly run?: RunInfo;
  /** What the run was made of; absent for a model that came from a file. */
  readonly made?: Settings;
  readonly runState: RunState;
  /** Why the run is in this state, where it is not the user's doing. */
  readonly sentence?: string;
  /** Steps done. */
  readonly step: number;
  /** 0 until the first report. */
  readonly tokensPerSecond: number;
  readonly series: Series;
  /** In the order of their steps; begins with the untrained model where the worker evaluates it. */
  readonly evaluations: readonly Evaluation[];
  /** What is wrong with the settings chosen, a sentence each. */
  readonly problems: readonly string[];
  /** What training the settings chosen takes; absent where they are impossible. */
  readonly memory?: MemoryNeed;
  /** What the page waits for: the engine to start, a model to be made. */
  readonly waiting?: 'engine' | 'model';
  /** Why the last thing asked for did not happen; the lab goes on. */
  readonly error?: string;
  /** Why there is no lab at all. */
  readonly failure?: string;
}

export const INITIAL_LAB: LabState = {
  presets: [],
  limits: {},
  runState: 'none',
  step: 0,
  tokensPerSecond: 0,
  series: EMPTY_SERIES,
  evaluations: [],
  problems: [],
};

export function reduceLab(state: LabState, event: LabEvent): LabState {
  switch (event.type) {
    case 'engine':
      return { ...state, engine: event.engine };
    case 'run':
      return {
        ...state,
        run: event.run,
        ...pastOf(state, event.run),
        tokensPerSecond: 0,
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
      const { step, points, tokensPerSecond } = event.progress;
      return { ...state, step, tokensPerSecond, series: appendSteps(state.series, points) };
    }
    case 'evaluation':
      return { ...state, evaluations: withEvaluation(state.evaluations, event.evaluation) };
    default:
      return event satisfies never;
  }
}

/** What remains of the curves: all up to its step if it is the same run taken up again, else nothing. */
function pastOf({ run, series, evaluations }: LabState, { preset, step, parameterCount }: RunInfo) {
  const goesOn = step > 0 && run?.preset === preset && run.parameterCount === parameterCount;
  return {
    step,
    series: goesOn ? seriesUntil(series, step) : EMPTY_SERIES,
    evaluations: goesOn ? evaluations.filter((evaluation) => evaluation.step <= step) : [],
  };
}

/** A later evaluation of the same step takes the place of the earlier. */
function withEvaluation(evaluations: readonly Evaluation[], added: Evaluation): Evaluation[] {
  return [...evaluations.filter(({ step }) => step < added.step), added];
}
