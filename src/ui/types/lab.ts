// State of the lab: engine, presets, current model and its run.

import type { FieldError } from '../../shared/field-error.ts';
import type { BundledModel } from '../../shared/model-manifest.ts';
import type {
  AppliedEdit,
  Engine,
  Evaluation,
  LensProgress,
  PresetInfo,
  RunCosts,
  RunInfo,
  SettingLimit,
} from '../../workers/rpc/api/lab-api.ts';
import type { SilenceOutcome } from '../../workers/rpc/client/lab-client.ts';
import { editsKey } from './edits-key.ts';
import { NO_RUN, type RunView } from './run.ts';

/** Origin of a model that was trained elsewhere, or before: a branch is a new run from a checkpoint. */
export interface ModelSource {
  readonly from: 'bundle' | 'file' | 'branch';
  /** Of the file; for a branch the id of the saved run that has the checkpoint, empty where it ships with the page. */
  readonly name: string;
  /** Steps done when it was opened. */
  readonly step: number;
  /** The `editsKey` with which it was opened; absent until its edits are listed. */
  readonly edits?: string;
}

export interface LabState extends RunView<RunInfo, Evaluation> {
  /** Absent until the worker has selected and tested a backend. */
  readonly engine?: Engine;
  readonly presets: readonly PresetInfo[];
  /** The trained models that ship with the page. */
  readonly bundledModels: readonly BundledModel[];
  /** Range of each setting, by name. */
  readonly limits: Readonly<Record<string, SettingLimit>>;
  /** Absent for a model created in this tab. */
  readonly source?: ModelSource;
  /** Edits of the current weights, oldest first. */
  readonly edits: readonly AppliedEdit[];
  /** Errors of the selected settings. */
  readonly problems: readonly FieldError[];
  /** What a training with the selected settings needs; absent while they are invalid. */
  readonly costs?: RunCosts;
  /** Files of a model that was lost in a crash. */
  readonly lostFiles?: readonly File[];
  /** Pending operation: start of the engine, or creation of a model. */
  readonly pending?: 'engine' | 'model';
  /** Seconds for which the worker has not answered, and what follows; absent while it answers. */
  readonly silence?: { readonly seconds: number; readonly outcome: SilenceOutcome };
  /** Progress of files or a text that are being read, once that takes a second. */
  readonly reading?: LensProgress;
  /** Why no engine is available. */
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

/** Whether the model is as it was opened from a file: neither trained nor edited since. */
export const isPristine = ({ source, step, edits }: LabState): boolean =>
  source?.from !== 'branch' && source?.step === step && edits.every(({ settled }) => settled);

/** Whether the model is the checkpoint that it began as, which may have edits of its own. */
const isUntouchedBranch = (lab: LabState): boolean =>
  lab.source?.from === 'branch' && lab.source.step === lab.step && lab.source.edits === editsKey(lab);

/** Whether the model is in a file of the visitor's, as it is. */
export const isUnchangedFile = (lab: LabState): boolean => lab.source?.from === 'file' && isPristine(lab);

/** Whether replacing the model loses nothing: it is untrained, or the unchanged bundled model, or an unchanged checkpoint. */
export function isReplaceable(lab: LabState): boolean {
  const { run, runState, step, source, edits } = lab;
  if (run?.isReadOnly || runState === 'training') return false;
  if (step === 0 && edits.length === 0) return true;
  return source?.from === 'bundle' ? isPristine(lab) : isUntouchedBranch(lab);
}

/** Whether the current model is the unchanged bundled model of the preset. */
export const isBundledModel = (lab: LabState, preset: string): boolean =>
  lab.run?.preset === preset && lab.source?.from === 'bundle' && isPristine(lab);
