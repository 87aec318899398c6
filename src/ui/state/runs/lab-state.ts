// What the worker has told so far, as one value, and how each of its events changes it.

import { appendEvaluation, historyUntil } from '../../../shared/history/history.ts';
import type {
  AppliedEdit,
  Engine,
  Evaluation,
  LabEvent,
  MemoryEstimate,
  PresetInfo,
  RunInfo,
  SettingLimit,
  TransformerEvent,
} from '../../../workers/rpc/api/lab-api.ts';
import type { BundledModel } from './bundled-models.ts';
import { NO_RUN, type RunView, reduceRun } from './run-state.ts';

/** A model that came trained: with the page, or from a file of the visitor's. `step` is where it was then. */
export interface ModelSource {
  readonly from: 'bundle' | 'file';
  readonly name: string;
  readonly step: number;
}

export interface LabState extends RunView<RunInfo, Evaluation> {
  /** Absent until the worker has picked and tested one. */
  readonly engine?: Engine;
  readonly presets: readonly PresetInfo[];
  /** The trained models that came with the page. */
  readonly bundledModels: readonly BundledModel[];
  /** What each setting can be, by its name. */
  readonly limits: Readonly<Record<string, SettingLimit>>;
  /** Where its weights came from; absent where they were made here. */
  readonly source?: ModelSource;
  /** Facts rewritten in the current weights, oldest first. */
  readonly edits: readonly AppliedEdit[];
  /** The step that is looked back at: all else here is as it was then. */
  readonly previewStep?: number;
  /** What is wrong with the settings chosen, a sentence each. */
  readonly problems: readonly string[];
  /** What training the settings chosen takes; absent where they are impossible. */
  readonly memory?: MemoryEstimate;
  /** Files of the model that a crash took along, to be opened again. */
  readonly lostFiles?: readonly File[];
  /** What the page waits for: the engine to start, a model to be made. */
  readonly pending?: 'engine' | 'model';
  /** Why there is no lab at all. */
  readonly fatalError?: string;
}

export const INITIAL_LAB: LabState = {
  presets: [],
  bundledModels: [],
  limits: {},
  ...NO_RUN,
  edits: [],
  problems: [],
};

/** Whether its weights are those it was brought with: neither trained since, nor a fact rewritten. */
export const isPristine = ({ source, step, edits }: LabState): boolean =>
  source?.step === step && edits.every(({ settled }) => settled);

/** Whether nothing is lost if another model takes its place: it has learnt nothing yet, or came with the page. */
export function isReplaceable(lab: LabState): boolean {
  const { run, runState, step, source, edits } = lab;
  if (run?.isReadOnly || runState === 'training') return false;
  return (step === 0 && edits.length === 0) || (source?.from === 'bundle' && isPristine(lab));
}

/** Whether this is the preset's own model as it came with the page. */
export const isBundledModel = (lab: LabState, preset: string): boolean =>
  lab.run?.preset === preset && lab.source?.from === 'bundle' && isPristine(lab);

export function reduceLab(state: LabState, event: LabEvent | TransformerEvent): LabState {
  switch (event.type) {
    case 'engine':
      return { ...state, engine: event.engine };
    case 'edits':
      return { ...state, edits: event.edits };
    case 'notice':
      return { ...state, error: event.message };
    default:
      return reduceRun(state, event);
  }
}

/** The lab as it was after `step` steps; `stock` is what was found out about that state just now. */
export function labStateAt(live: LabState, step: number, evaluation?: Evaluation): LabState {
  const { series, evaluations } = historyUntil(live, step);
  return {
    ...live,
    previewStep: step,
    step,
    series,
    evaluations: evaluation ? appendEvaluation({ series, evaluations }, evaluation).evaluations : evaluations,
    edits: [],
    runState: 'paused',
    message: undefined,
    unitsPerSecond: 0,
  };
}
