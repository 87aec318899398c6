// The part of the door that is about runs kept on this device: what is told of them, and what can be done with them.

import type { Evaluation } from '../../../lenses/evaluation/evaluation.ts';
import type { StepPoint } from '../../../shared/history/series.ts';
import type { ProgressCallback } from '../../session/scheduling/run-job.ts';
import type { SaveRequest } from './session-api.ts';

export type NetworkKind = 'model' | 'digits';

/** What is known of a kept run without reading its weights. */
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
  /** Of everything kept of it. */
  bytes: number;
  /** Whether it was being trained when it was last written. */
  training: boolean;
  /** Its losses, thinned to what a chart shows. */
  curve: Pick<StepPoint, 'step' | 'loss'>[];
  past: CheckpointList;
  /** It can still be had back. */
  deleted?: boolean;
}

/** The steps of which a run's state is kept, thinned over training: none nearer to the one before than `stride`, but for the last. */
export interface CheckpointList {
  stride: number;
  /** Counted from 0: after how many steps. */
  steps: { step: number; bytes: number }[];
}

/** Whether what is trained here is being kept; `sentence` says what to do where it is not. */
export interface AutosaveStatus {
  state: 'saved' | 'other-tab' | 'denied' | 'quota-exceeded';
  message?: string;
}

export interface CurrentRunStatus {
  /** Absent until the run has been written. */
  id?: string;
  name?: string;
  /** Steps that can be looked back at. */
  checkpoints: number[];
  /** The one that is looked at instead of the present. */
  viewedStep?: number;
}

export type RunLibraryEvent =
  | { type: 'autosave'; status: AutosaveStatus }
  | { type: 'current'; network: NetworkKind; current: CurrentRunStatus }
  | {
      type: 'snapshot' /** A run as it is now, for whoever outlives this worker. */;
      network: NetworkKind;
      id?: string;
      step: number;
      training: boolean;
      file: Uint8Array<ArrayBuffer>;
    };

/** All are asynchronous; errors arrive as sentences. */
export interface RunLibraryApi {
  subscribe(listener: (event: RunLibraryEvent) => void): Promise<void>;
  /** Every run that is kept, deleted ones left out, the last changed first. */
  list(): Promise<RunSummary[]>;
  /** What all of them take, and what the browser gives. */
  storageEstimate(): Promise<{ used: number; quota?: number }>;
  /** Makes a kept run the current one, exactly as it was. */
  open(id: string): Promise<void>;
  /** Makes what a `taken` event carried the current run. */
  resume(network: NetworkKind, file: Uint8Array<ArrayBuffer>, id?: string): Promise<void>;
  rename(id: string, name: string): Promise<void>;
  duplicate(id: string): Promise<void>;
  /** It can be had back by `restore` until another one is deleted or the page is opened anew. */
  remove(id: string): Promise<void>;
  restore(id: string): Promise<void>;
  /** The run's file. */
  export(id: string, request?: SaveRequest): Promise<Uint8Array<ArrayBuffer>>;
  /** Puts a file among the kept runs, without opening it. */
  import(file: Uint8Array<ArrayBuffer>, name: string): Promise<void>;
  /** Writes down what has changed, now. */
  flush(): Promise<void>;
  /** From now on all looks see the model as it was after `step` steps, while training goes on; undefined brings the present back. */
  viewCheckpoint(step: number | undefined): Promise<void>;
  /** Takes stock of the state that is looked back at; stops where `watch` answers false. */
  evaluateCheckpoint(onProgress?: ProgressCallback): Promise<Evaluation>;
  /** The state that is looked at becomes a new run, at its step. */
  branch(): Promise<void>;
}
