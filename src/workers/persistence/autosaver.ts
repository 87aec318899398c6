// Saves one network's current run: every few seconds during training, when it stops, and after a manual change. Training
// waits only for the copy of the weights between two steps, not for the write.

import type { History } from '../../shared/history/history.ts';
import type {
  CheckpointList,
  CurrentRunStatus,
  NetworkKind,
  RunSummary,
} from '../rpc/api/run-library-api.ts';
import type { RunEvent } from '../rpc/api/session-api.ts';
import { addCheckpoint, NO_CHECKPOINTS } from './checkpoints.ts';
import type { RecordedCheckpoints } from './recorded-checkpoints.ts';
import type { RunChanges } from './run-storage.ts';

/** Milliseconds of training that a crash can lose: from one snapshot until the next is written. */
const MAX_LOSS_MS = 5000;
/** Longest interval between snapshots, milliseconds. */
const MAX_INTERVAL_MS = 4000;
/** The first interval: the duration of a write is not known yet. */
const FIRST_INTERVAL_MS = 1000;
/** Points of a summary's loss curve. */
const CURVE_POINTS = 256;

type Bytes = Uint8Array<ArrayBuffer>;

/** A run between two steps. */
export interface RunSnapshot
  extends Pick<RunSummary, 'preset' | 'step' | 'steps' | 'parameterCount' | 'training'> {
  /** Its name, where the visitor gives it none. */
  readonly title: string;
  readonly history: History<{ readonly step: number }>;
  serialize(): Bytes;
}

export interface AutosaverOptions {
  readonly network: NetworkKind;
  /** The current run; undefined where there is none. */
  readonly takeSnapshot: () => Promise<RunSnapshot | undefined>;
  /** Writes to storage, and names a new run; undefined if storage is unavailable. */
  readonly write: (
    summary: RunSummary,
    change: RunChanges,
    isNew: boolean,
  ) => Promise<RunSummary | undefined>;
  /** Receives each snapshot before it is written. */
  readonly onSnapshot: (taken: { id?: string; step: number; training: boolean; file: Bytes }) => void;
  /** Another run has replaced the current one: earlier snapshots are outdated. */
  readonly onReplaced: () => void;
  /** `isNew`: the first of a run. */
  readonly onCurrent: (current: CurrentRunStatus, isNew?: boolean) => void;
  readonly now?: () => number;
}

interface RunIdentity {
  id?: string;
  name?: string;
  made?: number;
  past: CheckpointList;
  /** Of a bundled model, while it is open: a saved run has its own checkpoints only. */
  recorded?: RecordedCheckpoints;
}

/** The current run goes on, or a saved one does, or a new one begins with a name and recorded checkpoints, if given. */
export type NextIdentity =
  | 'current'
  | Pick<RunSummary, 'id' | 'name' | 'made' | 'past'>
  | Pick<RunIdentity, 'name' | 'recorded'>;

export class Autosaver {
  private readonly options: AutosaverOptions;
  private readonly now: () => number;
  private run: RunIdentity = { past: NO_CHECKPOINTS };
  private runCount = 0;
  /** The identity of the next run, if it is not a new one. */
  private nextIdentity: RunIdentity | undefined;
  /** Checkpoints that the next write includes. */
  private pendingCheckpoints: { step: number; file: Bytes }[] = [];
  /** Those that are being written. */
  private writtenCheckpoints: typeof this.pendingCheckpoints = [];
  /** Steps of stored checkpoints that the next write removes. */
  private removedSteps: number[] = [];
  private isDirty = false;
  private isTraining = false;
  private snapshotAt = Number.NEGATIVE_INFINITY;
  /** Milliseconds from the last snapshot to the next. */
  private interval = FIRST_INTERVAL_MS;
  private saving: Promise<void> | undefined;
  private isSaveRequested = false;
  /** The last snapshot, from which a run resumes after the loss of its engine. */
  latest: { readonly step: number; readonly file: Bytes } | undefined;
  /** The step of the checkpoint that is shown. */
  private viewedStep: number | undefined;

  constructor(options: AutosaverOptions) {
    this.options = options;
    this.now = options.now ?? (() => performance.now());
  }

  /** With the checkpoints that can be read. */
  get current(): CurrentRunStatus {
    const { id, name, past } = this.run;
    const unstored = [...this.pendingCheckpoints, ...this.writtenCheckpoints].map(({ step }) => step);
    const own = past.steps.map(({ step }) => step).filter((step) => !unstored.includes(step));
    const recorded = this.run.recorded?.steps.filter((step) => !own.includes(step)) ?? [];
    const checkpoints = [...own, ...recorded].sort((a, b) => a - b);
    return { id, name, checkpoints, ...(recorded.length > 0 && { recorded }), viewedStep: this.viewedStep };
  }

  /** Of a bundled model. */
  get recorded(): RecordedCheckpoints | undefined {
    return this.run.recorded;
  }

  /** The recorded checkpoints, if that of a step is one of them. */
  recordedWith(step: number): RecordedCheckpoints | undefined {
    return this.current.recorded?.includes(step) ? this.run.recorded : undefined;
  }

  /** A function that says whether the run of now is still the current one. */
  ofCurrentRun(): () => boolean {
    const { runCount } = this;
    return () => runCount === this.runCount;
  }

  /** Called before the event of the next run; without an identity it is a new one. */
  identifyNext(identity?: NextIdentity): void {
    this.nextIdentity = identity === 'current' ? this.run : { past: NO_CHECKPOINTS, ...identity };
  }

  handleEvent(event: RunEvent<unknown, { readonly step: number }>): void {
    switch (event.type) {
      case 'run':
        this.beginRun();
        return;
      case 'progress':
        this.isDirty = true;
        if (!this.saving && this.now() - this.snapshotAt >= this.interval) void this.save();
        return;
      case 'state':
        // The start of training is a checkpoint, taken before the first step.
        if (event.state === 'training') void this.recordStart();
        this.isDirty ||= this.isTraining;
        this.isTraining = event.state === 'training';
        if (!this.isTraining) void this.save();
        return;
    }
  }

  /** A saved run, possibly the current one, was renamed. */
  onRenamed(id: string, name: string): void {
    if (this.run.id !== id) return;
    this.run.name = name;
    this.options.onCurrent(this.current);
  }

  /** A saved run was deleted; if it is the current one, further training saves a new run. */
  detach(id: string): void {
    if (this.run.id !== id) return;
    this.run = { past: NO_CHECKPOINTS };
    this.forgetCheckpoints();
    this.isDirty = false;
    this.options.onCurrent(this.current);
  }

  /** The storage was cleared: writes the run again, without its checkpoints. */
  rewrite(): void {
    if (this.run.id === undefined) return;
    this.run.past = NO_CHECKPOINTS;
    this.forgetCheckpoints();
    this.markDirty();
  }

  /** A checkpoint is shown, or the current step again. */
  setViewedStep(step: number | undefined): void {
    this.viewedStep = step;
    this.options.onCurrent(this.current);
  }

  /** The weights were changed outside training. */
  markDirty(): void {
    this.isDirty = true;
    void this.save();
  }

  /** Adds a checkpoint to the next write; checkpoints are thinned as they grow in number. */
  recordCheckpoint(step: number, file: () => Bytes): void {
    if (this.run.past.steps.some((state) => state.step === step)) return;
    const bytes = file();
    const past = addCheckpoint(this.run.past, { step, bytes: bytes.byteLength });
    this.pendingCheckpoints = [...this.pendingCheckpoints, { step, file: bytes }].filter((state) =>
      hasCheckpoint(past, state.step),
    );
    this.removedSteps.push(
      ...this.run.past.steps.map((state) => state.step).filter((old) => !hasCheckpoint(past, old)),
    );
    this.run.past = past;
  }

  /** Writes the run now if it has changed; at most one write waits for another. */
  async save(): Promise<void> {
    if (!this.isDirty) return this.saving;
    if (this.saving) {
      this.isSaveRequested = true;
      return this.saving;
    }
    this.saving = this.snapshotAndWrite().finally(() => {
      this.saving = undefined;
    });
    return this.saving;
  }

  private forgetCheckpoints(): void {
    [this.pendingCheckpoints, this.writtenCheckpoints, this.removedSteps] = [[], [], []];
  }

  private beginRun(): void {
    this.runCount++;
    const another = this.nextIdentity !== this.run;
    this.run = this.nextIdentity ?? { past: NO_CHECKPOINTS };
    this.nextIdentity = undefined;
    if (another) {
      this.forgetCheckpoints();
      this.isDirty = false;
      this.latest = undefined;
      this.options.onReplaced();
      this.interval = FIRST_INTERVAL_MS;
    }
    this.isTraining = false;
    this.viewedStep = undefined;
    this.snapshotAt = this.now();
    this.options.onCurrent(this.current, true);
  }

  private async recordStart(): Promise<void> {
    const { run } = this;
    const taken = await this.options.takeSnapshot().catch(() => undefined);
    if (taken && run === this.run) this.recordCheckpoint(taken.step, () => taken.serialize());
  }

  private async snapshotAndWrite(): Promise<void> {
    do {
      this.isSaveRequested = false;
      this.snapshotAt = this.now();
      this.isDirty = false;
      const { run } = this;
      // Without a snapshot the previous one stays saved.
      const taken = await this.options.takeSnapshot().catch(() => undefined);
      if (run !== this.run) continue;
      if (!taken) {
        this.isDirty = true;
        return;
      }
      const file = taken.serialize();
      this.latest = { step: taken.step, file };
      const { training, step } = taken;
      this.options.onSnapshot({ id: run.id, step, training, file });
      const written = await this.write(run, taken, file);
      if (run !== this.run) continue;
      this.interval = Math.min(MAX_INTERVAL_MS, MAX_LOSS_MS - (this.now() - this.snapshotAt));
      this.isDirty ||= !written;
      this.options.onCurrent(this.current);
    } while (this.isSaveRequested && this.isDirty);
  }

  private async write(run: RunIdentity, taken: RunSnapshot, file: Bytes): Promise<boolean> {
    const { pendingCheckpoints, removedSteps } = this;
    this.forgetCheckpoints();
    this.writtenCheckpoints = pendingCheckpoints;
    const summary = await this.options.write(
      this.toSummary(run, taken, file),
      { file, checkpoints: pendingCheckpoints, removedSteps },
      run.id === undefined,
    );
    this.writtenCheckpoints = [];
    if (summary) [run.id, run.name, run.made] = [summary.id, summary.name, summary.made];
    else if (run === this.run) {
      // Checkpoints that could not be written are dropped: they would accumulate.
      const lost = new Set(pendingCheckpoints.map(({ step }) => step));
      run.past = { ...run.past, steps: run.past.steps.filter(({ step }) => !lost.has(step)) };
      this.removedSteps.push(...removedSteps);
    }
    return summary !== undefined;
  }

  private toSummary(run: RunIdentity, taken: RunSnapshot, file: Bytes): RunSummary {
    const { title, preset, step, steps, parameterCount, training, history } = taken;
    const now = Date.now();
    return {
      id: run.id ?? createRunId(),
      network: this.options.network,
      name: run.name ?? title,
      preset,
      step,
      steps,
      parameterCount,
      made: run.made ?? now,
      changed: now,
      bytes: file.byteLength + run.past.steps.reduce((sum, { bytes }) => sum + bytes, 0),
      training,
      curve: thinnedCurve(history),
      past: run.past,
    };
  }
}

const hasCheckpoint = ({ steps }: CheckpointList, step: number) => steps.some((state) => state.step === step);

/** Unique across tabs. */
export const createRunId = (): string => `${Date.now().toString(36)}-${Math.random().toString(36).slice(2)}`;

/** Means over equal spans of steps. */
export function thinnedCurve({
  series,
}: Pick<History<{ readonly step: number }>, 'series'>): RunSummary['curve'] {
  const { points } = series;
  const every = Math.ceil(points.length / CURVE_POINTS);
  const curve: RunSummary['curve'] = [];
  for (let i = 0; i < points.length; i += every) {
    const span = points.slice(i, i + every);
    const count = span.reduce((sum, point) => sum + point.count, 0);
    const loss = span.reduce((sum, point) => sum + point.loss * point.count, 0) / count;
    curve.push({ step: span[span.length - 1].step, loss });
  }
  return curve;
}
