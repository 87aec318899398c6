// What the worker has told so far, as one value, and how each of its events changes it.

import type {
  AppliedEdit,
  Engine,
  Evaluation,
  LabEvent,
  MemoryNeed,
  PresetInfo,
  RunInfo,
  RunState,
  SettingLimit,
} from '../../workers/lab-api.ts';
import { appendSteps, EMPTY_SERIES, type Series, seriesUntil } from './series.ts';
import type { ShippedModel } from './shipped-models.ts';

/** A model that came trained: with the page, or from a file of the visitor's. `step` is where it was then. */
export interface ModelSource {
  readonly from: 'page' | 'file';
  readonly name: string;
  readonly step: number;
}

export interface LabState {
  /** Absent until the worker has picked and tested one. */
  readonly engine?: Engine;
  readonly presets: readonly PresetInfo[];
  /** The trained models that came with the page. */
  readonly shipped: readonly ShippedModel[];
  /** What each setting can be, by its name. */
  readonly limits: Readonly<Record<string, SettingLimit>>;
  readonly run?: RunInfo;
  /** Where its weights came from; absent where they were made here. */
  readonly source?: ModelSource;
  readonly runState: RunState;
  /** Why the run is in this state, where it is not the user's doing. */
  readonly sentence?: string;
  /** Steps done. */
  readonly step: number;
  /** 0 until the first report. */
  readonly unitsPerSecond: number;
  readonly series: Series;
  /** In the order of their steps; begins with the untrained model where the worker evaluates it. */
  readonly evaluations: readonly Evaluation[];
  /** Facts rewritten in the current weights, oldest first. */
  readonly edits: readonly AppliedEdit[];
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
  shipped: [],
  limits: {},
  runState: 'none',
  step: 0,
  unitsPerSecond: 0,
  series: EMPTY_SERIES,
  evaluations: [],
  edits: [],
  problems: [],
};

/** Whether nothing is lost if another model takes its place: it has learnt nothing yet, or came with the page. */
export function isReplaceable({ runState, step, source }: LabState): boolean {
  return runState !== 'training' && (step === 0 || (source?.from === 'page' && source.step === step));
}

/** Whether this is the preset's own model as it came with the page. */
export const isShipped = ({ run, source, step }: LabState, preset: string): boolean =>
  run?.preset === preset && source?.from === 'page' && source.step === step;

export function reduceLab(state: LabState, event: LabEvent): LabState {
  switch (event.type) {
    case 'engine':
      return { ...state, engine: event.engine };
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
    case 'edits':
      return { ...state, edits: event.edits };
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
