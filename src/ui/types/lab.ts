// State of the lab: engine, presets, current model and its run.

import type { FieldError } from '../../shared/field-error.ts';
import type { BundledModel } from '../../shared/model-manifest.ts';
import type {
  AppliedEdit,
  Engine,
  Evaluation,
  MemoryEstimate,
  PresetInfo,
  RunInfo,
  SettingLimit,
} from '../../workers/rpc/api/lab-api.ts';
import { NO_RUN, type RunView } from './run.ts';

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
  /** Errors of the selected settings. */
  readonly problems: readonly FieldError[];
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
