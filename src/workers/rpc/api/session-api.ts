// The API of a session, whichever network it trains: the run's life cycle, its events and its lenses.

import type { FieldError } from '../../../shared/field-error.ts';
import type { History } from '../../../shared/history/history.ts';
import type { StepPoint } from '../../../shared/history/series.ts';
import type { SettingLimit } from '../../../shared/setting-limit.ts';
import type { ProgressCallback } from '../../scheduling/run-job.ts';

export type { SettingLimit } from '../../../shared/setting-limit.ts';

export type RunState = 'none' | 'ready' | 'training' | 'paused' | 'finished' | 'diverged';

/** The losses of the steps since the last report. */
export interface Progress {
  step: number;
  steps: number;
  points: StepPoint[];
  /** Training tokens (of the digit network: images) per second, over about the last second. */
  unitsPerSecond: number;
  /** Until the last step, at the pace of about the last twenty seconds, evaluations included; absent at first. */
  secondsLeft?: number;
}

/** Events of a run. */
export type RunEvent<Info, Evaluation extends { readonly step: number }> =
  | { type: 'run'; run: Info /** Losses and evaluations up to its step. */; history?: History<Evaluation> }
  | {
      type: 'state';
      state: RunState /** The reason, where the user did not cause the change. */;
      message?: string;
    }
  | { type: 'progress'; progress: Progress }
  | { type: 'evaluation'; evaluation: Evaluation };

export interface SaveRequest {
  /** Includes the optimizer state, three times the bytes: an exact continuation needs it. */
  optimizer?: boolean;
}

/** A bundled model with its recorded history. */
export interface RecordedModel {
  file: Uint8Array<ArrayBuffer>;
  /** Content of its `history.json`. */
  history: string;
  /** URL of the folder with its checkpoints, which are fetched when they are viewed. */
  folder: string;
}

/** By name, the request and the result of each lens of a network. */
export interface LensTypes {
  readonly [name: string]: { request: unknown; result: unknown };
}

export interface LensQuery<Lenses extends LensTypes> {
  /** A job runs to completion before training continues: `lens` suits long ones, with progress. */
  lenses?: { [Name in keyof Lenses]?: Lenses[Name]['request'] };
}

/** Results that all belong to the weights of one step. */
export interface LensQueryResult<Lenses extends LensTypes> {
  /** Absent where there is no run and no lens needed one. */
  step?: number;
  lenses: { [Name in keyof Lenses]?: Lenses[Name]['result'] };
  /** By name of the lens, why it has no result. */
  errors: { [Name in keyof Lenses]?: string };
}

/** Methods of a session. All are asynchronous; errors arrive as sentences. */
export interface SessionApi<TRequest, TPreset, TInfo, TEvent, TLenses extends LensTypes> {
  presets(): Promise<TPreset[]>;
  /** The limits of every numeric setting, by name. */
  limits(): Promise<Record<string, SettingLimit>>;
  /** The errors of a request's settings; creates nothing. Long texts are read with progress, until `onProgress` returns false. */
  problems(request: TRequest, onProgress?: ProgressCallback): Promise<FieldError[]>;
  /** Creates a freshly initialized network in place of the current one; reads long texts as `problems` does. */
  create(request: TRequest, onProgress?: ProgressCallback): Promise<TInfo>;
  /** Trains until the last step, `pause()`, or divergence; resolves then. Rejects during training. */
  train(): Promise<RunState>;
  /** Stops training between two steps. */
  pause(): Promise<void>;
  /** One training step, or so many, until the last one or `pause()`. Resolves with the step reached. */
  step(count?: number): Promise<number>;
  /** Evaluates the run at its current step: emits an `evaluation` event. */
  evaluate(): Promise<void>;
  /** Fresh weights, same settings. */
  reset(): Promise<TInfo>;
  /** The network as one safetensors file. */
  save(request?: SaveRequest): Promise<Uint8Array<ArrayBuffer>>;
  /** A saved network in place of the current one. */
  open(bytes: Uint8Array<ArrayBuffer>, onProgress?: ProgressCallback): Promise<TInfo>;
  /** A bundled model in place of the current one: its curves are those of its training, its checkpoints can be viewed. */
  openRecorded(model: RecordedModel, onProgress?: ProgressCallback): Promise<TInfo>;
  /** Calls `listener` with every event from now on, after events that describe the current state. */
  subscribe(listener: (event: TEvent) => void): Promise<void>;
  /**
   * One lens, with the weights of one step. A job yields to training and to other requests between its passes; it reports
   * progress, and stops where `onProgress` returns false.
   */
  lens<Name extends keyof TLenses>(
    name: Name,
    request: TLenses[Name]['request'],
    onProgress?: ProgressCallback,
  ): Promise<TLenses[Name]['result']>;
}
