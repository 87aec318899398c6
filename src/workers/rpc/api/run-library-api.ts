// The API of the runs saved on this device.

import type { Evaluation } from '../../../lenses/evaluation/evaluate.ts';
import type { StepPoint } from '../../../shared/history/series.ts';
import type { StorageProblem } from '../../../shared/idb/storage-problem.ts';
import type { Lenses, LensName } from '../../requests/request-types.ts';
import type { ProgressCallback } from '../../scheduling/run-job.ts';
import type { SaveRequest } from './session-api.ts';

export type NetworkKind = 'model' | 'digits';

/** A saved run, without its weights. */
export interface RunSummary {
  id: string;
  network: NetworkKind;
  name: string;
  preset: string;
  step: number;
  /** Steps in all. */
  steps: number;
  parameterCount: number;
  /** When it was first and last written, in milliseconds since 1970. */
  made: number;
  changed: number;
  /** Of the file and all checkpoints. */
  bytes: number;
  /** Whether it was being trained when it was last written. */
  training: boolean;
  /** Its losses, thinned to what a chart shows. */
  curve: Pick<StepPoint, 'step' | 'loss'>[];
  past: CheckpointList;
  /** Deleted, but can be restored. */
  deleted?: boolean;
  /** Number of its last write among those of all runs; absent from runs of 0.2 and older. */
  sequence?: number;
}

/** The saved checkpoints of a run, thinned during training: at least `stride` steps apart, except the last. */
export interface CheckpointList {
  stride: number;
  /** Counted from 0: after how many steps. */
  steps: { step: number; bytes: number }[];
}

/** Whether runs are saved; if not, `message` says what to do. */
export interface AutosaveStatus {
  state: 'saved' | 'other-tab' | 'disabled' | StorageProblem;
  message?: string;
}

/** The result of a lens at one step of a run. */
export interface StepResult<Result> {
  step: number;
  result: Result;
}

export interface CurrentRunStatus {
  /** Absent until the run has been written. */
  id?: string;
  name?: string;
  /** Steps of the checkpoints, ascending. */
  checkpoints: number[];
  /** Those recorded with a bundled model; they have no optimizer state. */
  recorded?: number[];
  /** The step of the checkpoint that is shown instead of the current step. */
  viewedStep?: number;
}

/** A run whose file cannot be opened. */
export interface DamagedRun {
  /** Sentence on what is wrong with the file. */
  reason: string;
  /** Step of its newest checkpoint that can be opened instead. */
  intactStep?: number;
}

/** A saved run whose summary is damaged: it is not in the list. */
export interface QuarantinedRun {
  id: string;
  /** Whether its file is still stored. */
  hasFile: boolean;
}

/** What is saved on this device. */
export interface RunOverview {
  /** Without deleted and damaged runs, last written first. */
  runs: RunSummary[];
  quarantined: QuarantinedRun[];
  /** Bytes used by all runs, and the browser's quota. */
  storageEstimate: { used: number; quota?: number };
}

export interface QuarantineApi {
  /** Makes a new summary from the run's file, which is read with progress. */
  recover(id: string, onProgress?: ProgressCallback): Promise<void>;
  /** The run's file; the damaged record as JSON where there is none. */
  export(id: string): Promise<Uint8Array<ArrayBuffer>>;
  /** Deletes the run for good. */
  remove(id: string): Promise<void>;
}

export type RunLibraryEvent =
  | { type: 'autosave'; status: AutosaveStatus }
  | {
      type: 'current';
      network: NetworkKind;
      current: CurrentRunStatus;
      isNew?: boolean /** the first of a run */;
    }
  | {
      type: 'snapshot' /** The current run, for recovery after a crash of the worker. */;
      network: NetworkKind;
      id?: string;
      step: number;
      training: boolean;
      file: Uint8Array<ArrayBuffer>;
    }
  | { type: 'replaced' /** By another run: earlier snapshots are outdated. */; network: NetworkKind };

/**
 * All are asynchronous; errors arrive as sentences. Files of runs, which may hold long texts, are read with progress, until
 * `onProgress` returns false.
 */
export interface RunLibraryApi {
  subscribe(listener: (event: RunLibraryEvent) => void): Promise<void>;
  readonly quarantine: QuarantineApi;
  overview(): Promise<RunOverview>;
  /** The runs of the overview. */
  list(): Promise<RunSummary[]>;
  /** Whether the file of a run can be opened; undefined if it can. */
  verify(id: string, onProgress?: ProgressCallback): Promise<DamagedRun | undefined>;
  /**
   * Opens a saved run as the current one, exactly as it was; with a step, the checkpoint of that step as a new run. While
   * another tab saves runs, both are new runs.
   */
  open(id: string, step?: number, onProgress?: ProgressCallback): Promise<void>;
  /** Opens the file of a `snapshot` event as the current run, or as a new one while another tab saves runs. */
  resume(
    network: NetworkKind,
    file: Uint8Array<ArrayBuffer>,
    id?: string,
    onProgress?: ProgressCallback,
  ): Promise<void>;
  rename(id: string, name: string): Promise<void>;
  duplicate(id: string): Promise<void>;
  /** `restore` undoes it until another run is deleted or the page is reloaded. */
  remove(id: string): Promise<void>;
  restore(id: string): Promise<void>;
  /** The run's file. */
  export(id: string, request?: SaveRequest): Promise<Uint8Array<ArrayBuffer>>;
  /** Saves a file as a run, without opening it. */
  import(file: Uint8Array<ArrayBuffer>, name: string, onProgress?: ProgressCallback): Promise<void>;
  /** Writes unsaved changes now. */
  flush(): Promise<void>;
  /**
   * Requests read the checkpoint of this step while training continues; undefined returns to the current step. Without
   * `network` it is the language model's.
   */
  viewCheckpoint(
    step: number | undefined,
    network?: NetworkKind,
    onProgress?: ProgressCallback,
  ): Promise<void>;
  /** Evaluates the language model's checkpoint that is shown; stops where `onProgress` returns false. */
  evaluateCheckpoint(onProgress?: ProgressCallback): Promise<Evaluation>;
  /**
   * One lens on every checkpoint of the language model's run and on its current weights, by ascending step. What is shown stays as it is,
   * training continues, and it stops where `onProgress` returns false.
   */
  lensAlong<Name extends LensName>(
    name: Name,
    request: Lenses[Name]['request'],
    onProgress?: ProgressCallback,
  ): Promise<StepResult<Lenses[Name]['result']>[]>;
  /** The checkpoint that is shown becomes a new run, at its step, with the data of the current run. */
  branch(network?: NetworkKind, onProgress?: ProgressCallback): Promise<void>;
}
