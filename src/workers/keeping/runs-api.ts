// The part of the door that is about runs kept on this device: what is told of them, and what can be done with them.

import type { StepPoint } from '../../history/series.ts';
import type { Evaluation } from '../evaluation-api.ts';
import type { Watch } from '../long-work.ts';
import type { SaveRequest } from '../run-api.ts';

export type Network = 'model' | 'digits';

/** What is known of a kept run without reading its weights. */
export interface RunCard {
  id: string;
  network: Network;
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
  past: PastSteps;
  /** It can still be had back. */
  deleted?: boolean;
}

/** The steps of which a run's state is kept, thinned over training: none nearer to the one before than `stride`, but for the last. */
export interface PastSteps {
  stride: number;
  /** Counted from 0: after how many steps. */
  steps: { step: number; bytes: number }[];
}

/** Whether what is trained here is being kept; `sentence` says what to do where it is not. */
export interface Keeping {
  state: 'kept' | 'elsewhere' | 'refused' | 'full';
  sentence?: string;
}

export interface Current {
  /** Absent until the run has been written. */
  id?: string;
  name?: string;
  /** Steps that can be looked back at. */
  past: number[];
  /** The one that is looked at instead of the present. */
  shown?: number;
}

export type RunsEvent =
  | { type: 'keeping'; keeping: Keeping }
  | { type: 'current'; network: Network; current: Current }
  | {
      type: 'taken' /** A run as it is now, for whoever outlives this worker. */;
      network: Network;
      id?: string;
      step: number;
      training: boolean;
      file: Uint8Array<ArrayBuffer>;
    };

/** All are asynchronous; errors arrive as sentences. */
export interface RunsApi {
  subscribe(listener: (event: RunsEvent) => void): Promise<void>;
  /** Every run that is kept, deleted ones left out, the last changed first. */
  list(): Promise<RunCard[]>;
  /** What all of them take, and what the browser gives. */
  room(): Promise<{ used: number; quota?: number }>;
  /** Makes a kept run the current one, exactly as it was. */
  open(id: string): Promise<void>;
  /** Makes what a `taken` event carried the current run. */
  resume(network: Network, file: Uint8Array<ArrayBuffer>, id?: string): Promise<void>;
  rename(id: string, name: string): Promise<void>;
  duplicate(id: string): Promise<void>;
  /** It can be had back by `restore` until another one is deleted or the page is opened anew. */
  remove(id: string): Promise<void>;
  restore(id: string): Promise<void>;
  /** The run's file. */
  export(id: string, asked?: SaveRequest): Promise<Uint8Array<ArrayBuffer>>;
  /** Puts a file among the kept runs, without opening it. */
  import(file: Uint8Array<ArrayBuffer>, name: string): Promise<void>;
  /** Writes down what has changed, now. */
  keep(): Promise<void>;
  /** From now on all looks see the model as it was after `step` steps, while training goes on; undefined brings the present back. */
  look(step: number | undefined): Promise<void>;
  /** Takes stock of the state that is looked back at; stops where `watch` answers false. */
  takeStock(watch?: Watch): Promise<Evaluation>;
  /** The state that is looked at becomes a new run, at its step. */
  branch(): Promise<void>;
}
