// What every run can be told and tells, whatever network it trains: the part of the door that is the same for all.

import type { FieldError } from '../../../shared/field-error.ts';
import type { History } from '../../../shared/history/history.ts';
import type { StepPoint } from '../../../shared/history/series.ts';

/** What one setting can be, and why there is a limit. */
export interface SettingLimit {
  readonly least: number;
  readonly most: number;
  readonly whole?: boolean;
  readonly why?: string;
}

export type RunState = 'none' | 'ready' | 'training' | 'paused' | 'finished' | 'diverged';

/** The losses of the steps since the last report. */
export interface Progress {
  step: number;
  steps: number;
  points: StepPoint[];
  /** Training tokens (for digits: images) a second, over about the last second. */
  unitsPerSecond: number;
}

/** What is told of a run as it happens. */
export type RunEvent<Info, Evaluation extends { readonly step: number }> =
  | {
      type: 'run';
      run: Info /** What became of it so far, where it has begun already. */;
      history?: History<Evaluation>;
    }
  | { type: 'state'; state: RunState /** Why, where it is not the user's doing. */; message?: string }
  | { type: 'progress'; progress: Progress }
  | { type: 'evaluation'; evaluation: Evaluation };

/** What else goes into a network's file. */
export interface SaveRequest {
  /** The optimiser's memory, three times the bytes: only with it training goes on exactly. */
  optimizer?: boolean;
}

/** How a run is made, trained and kept. All are asynchronous; errors arrive as sentences. */
export interface RunApi<TRequest, TInfo, TEvent> {
  /** The limits of every numeric setting, by name. */
  limits(): Promise<Record<string, SettingLimit>>;
  /** The errors of a request's settings; creates nothing. */
  problems(request: TRequest): Promise<FieldError[]>;
  /** Makes a freshly initialised network, and drops the one before. */
  create(request: TRequest): Promise<TInfo>;
  /** Trains until the last step, `pause()`, or divergence; resolves then. Starting twice is an error. */
  train(): Promise<RunState>;
  /** Stops training between two steps; the network stays. */
  pause(): Promise<void>;
  /** One training step. */
  step(): Promise<void>;
  /** Takes stock of the run as it is: an evaluation is told. */
  evaluate(): Promise<void>;
  /** Fresh weights, same settings. */
  reset(): Promise<TInfo>;
  /** The network as one safetensors file. */
  save(request?: SaveRequest): Promise<Uint8Array<ArrayBuffer>>;
  /** A network saved before; becomes the current run. */
  open(bytes: Uint8Array<ArrayBuffer>): Promise<TInfo>;
  /** Calls `listener` with every event from now on, beginning with where things stand. */
  subscribe(listener: (event: TEvent) => void): Promise<void>;
}
