// What a session needs of one kind of network: its types, and how its runs are planned, created, saved and described.

import type { Parameter } from '../../model/architecture/parameters.ts';
import type { Weights } from '../../model/architecture/weights.ts';
import type { ModelRecord } from '../../model/files/record.ts';
import type { Snapshot } from '../../model/training/snapshot.ts';
import type { FieldError } from '../../shared/field-error.ts';
import type { History } from '../../shared/history/history.ts';
import type { Job } from '../../shared/job.ts';
import type { RunSource, SavedRun } from '../persistence/run-file.ts';
import type { LensTypes, RunEvent, SettingLimit } from '../rpc/api/session-api.ts';
import type { TrainableRun } from './run-driver.ts';

/** A run that a session trains and saves. */
export interface SessionRun extends TrainableRun {
  readonly weights: Weights;
  readonly variants: Readonly<Record<string, string>>;
  /** False for a model that was opened without a data set; absent means true. */
  readonly isTrainable?: boolean;
  snapshot(): Promise<Snapshot>;
}

/** The types of one kind of network. */
export interface NetworkTypes {
  readonly request: unknown;
  readonly preset: unknown;
  readonly source: RunSource<unknown, { readonly step: number }>;
  readonly saved: SavedRun;
  readonly run: SessionRun & { readonly plan: unknown };
  readonly info: unknown;
  readonly evaluation: { readonly step: number };
  /** Events beside those of every run. */
  readonly event: { readonly type: string };
  readonly lenses: LensTypes;
}

export type SessionEvent<N extends NetworkTypes> = RunEvent<N['info'], N['evaluation']> | N['event'];

export type Bytes = Uint8Array<ArrayBuffer>;

export interface Network<N extends NetworkTypes> {
  readonly missingMessage: string;
  /** A request from outside; throws if it is invalid. */
  parse(request: unknown): N['request'];
  presets(): N['preset'][];
  limits(): Record<string, SettingLimit>;
  /** Long work that `problems` and `plan` would do without pauses; undefined where there is none. */
  prepare?(request: N['request']): Job<void> | undefined;
  problems(request: N['request']): FieldError[];
  /** Throws one error with every problem. */
  plan(request: N['request']): N['run']['plan'];
  create(source: N['source']): Promise<N['run']>;
  /** Reads the file of a run; throws for a file of another network or another lab. */
  readFile(file: Bytes): Job<N['saved']>;
  /** Reads the recorded history of a bundled model, as JSON. */
  readRecord(json: string): ModelRecord<History<N['evaluation']>>;
  /** By which the record of a training knows it. */
  trainingId(plan: N['saved']['plan']): string;
  /** The weights of a plan's network. */
  parameters(plan: N['saved']['plan']): readonly Parameter[];
  /** A run that was read as a source on the current engine; throws if it exceeds the limits. */
  restore(saved: N['saved']): N['source'];
  /** Writes snapshots of the run, with the edits that its weights hold now. */
  serializer(run: N['run']): (snapshot: Snapshot, history: History<N['evaluation']>) => Bytes;
  presetName(plan: N['run']['plan']): string;
  /** Of a run that the visitor has not named. */
  title(plan: N['run']['plan']): string;
  toRunInfo(run: N['run']): N['info'];
  evaluate(run: N['run']): Job<N['evaluation']>;
}
