// The loop that trains: step after step until told to stop, telling how it goes, and giving way to looks inside.

import type { StepPoint } from '../../shared/history/series.ts';
import type { Job } from '../../shared/job.ts';
import type { Progress } from '../rpc/api/lab-api.ts';
import { runJob } from './scheduling/run-job.ts';
import { TaskQueue, yieldToEventLoop } from './scheduling/task-queue.ts';

/** What the loop trains: a run of any kind of network. */
export interface Trainable {
  /** Steps queued so far. */
  readonly step: number;
  /** Steps in all. */
  readonly steps: number;
  /** What speed is told in: tokens, or images, of one step. */
  readonly unitsPerStep: number;
  /** Steps that may be under way at once, if it matters. */
  readonly maxInFlight?: number;
  /** Queues the next step at once; resolves with its figures. */
  train(): Promise<StepPoint>;
}

export interface TrainingListener {
  onProgress: (progress: Progress) => void;
  /** Work between two steps, which training waits for and looks inside do not. */
  evaluate: () => Job<void>;
}

export type TrainingEnd = 'paused' | 'diverged';

/** Steps whose figures have not been read back yet. More would hide a stop, fewer would let a GPU wait. */
const MAX_IN_FLIGHT = 3;
/** Milliseconds between reports: ten a second is what an eye can follow. */
const REPORT_INTERVAL_MS = 100;
/** Milliseconds the loop may keep the thread before messages are handled. */
const YIELD_INTERVAL_MS = 8;
/** Speed is measured over the last second or so. */
const SPEED_WINDOW_MS = 1000;
/** Taking stock may cost this share of the time, and happens no more often than every so many steps. */
const MAX_EVALUATION_SHARE = 0.12;
const MIN_STEPS_BETWEEN = 20;

export class TrainingLoop {
  private readonly run_: Trainable;
  private readonly taskQueue: TaskQueue;
  private readonly listener: TrainingListener;
  /** Calls of `run` and `stop`, one after the other: a step asked for during another is a second step. */
  private readonly callQueue = new TaskQueue();
  /** Stops asked for and not yet reached. */
  private pendingStops = 0;
  /** Those of them that do not wait until stock is taken. */
  private pendingUrgentStops = 0;
  private abandoned = false;
  private training = false;
  private readonly inFlight: Promise<void>[] = [];
  private readonly points: Progress['points'] = [];
  private readonly speed: { time: number; step: number }[] = [];
  private diverged = false;
  private reportedAt = 0;
  private yieldedAt = 0;
  private lastEvaluation = { step: 0, endedAt: 0, cost: 0 };

  constructor(run: Trainable, taskQueue: TaskQueue, listener: TrainingListener) {
    this.run_ = run;
    this.taskQueue = taskQueue;
    this.listener = listener;
    this.lastEvaluation.step = run.step;
  }

  /** Trains `steps` more steps, or to the end of the run; resolves when it has stopped, for whatever reason. */
  run(steps = Number.POSITIVE_INFINITY): Promise<TrainingEnd> {
    return this.callQueue.run(() => this.train(Math.min(this.run_.step + steps, this.run_.steps)));
  }

  /** Asks the loop to stop after the current step and waits until it has; `atOnce` also leaves stock half taken. */
  async stop({ atOnce = false } = {}): Promise<void> {
    this.pendingStops += 1;
    this.pendingUrgentStops += Number(atOnce);
    await this.callQueue.run(async () => {
      this.pendingStops -= 1;
      this.pendingUrgentStops -= Number(atOnce);
    });
  }

  /** Takes stock of the model as it is; while training is under way that does so by itself. */
  async evaluateNow(): Promise<void> {
    if (!this.training) await this.callQueue.run(() => this.runEvaluation());
  }

  /** On the engine's turn: waits for the figures of all steps queued, and tells them. */
  async drain(): Promise<void> {
    await Promise.all(this.inFlight.splice(0));
    this.report();
  }

  /** Its run is replaced or its engine gone: no step is taken any more, and nothing under way is waited for. */
  abandon(): void {
    this.abandoned = true;
  }

  private async train(last: number): Promise<TrainingEnd> {
    this.training = true;
    this.diverged = false;
    this.speed.length = 0;
    this.lastEvaluation.endedAt = performance.now();
    try {
      while (this.run_.step < last && !this.shouldStop()) {
        await this.taskQueue.run(() => this.queueStep());
        await this.yieldIfDue();
        await this.taskQueue.throttle.rest(() => this.shouldStop());
        if (this.isEvaluationDue()) await this.evaluate();
      }
      await this.drain();
      if (!this.diverged) await this.evaluate();
    } finally {
      await Promise.allSettled(this.inFlight.splice(0));
      this.training = false;
    }
    return this.diverged ? 'diverged' : 'paused';
  }

  private shouldStop(): boolean {
    return this.pendingStops > 0 || this.abandoned || this.diverged;
  }

  private isStoppedUrgently(): boolean {
    return this.pendingUrgentStops > 0 || this.abandoned;
  }

  /** Queues one step, and waits for an older one if too many are under way. */
  private async queueStep(): Promise<void> {
    const recorded = this.run_.train().then((point) => this.recordStep(point));
    recorded.catch(() => {}); // told to whoever waits for it, a step or two later
    this.inFlight.push(recorded);
    if (this.inFlight.length >= (this.run_.maxInFlight ?? MAX_IN_FLIGHT)) await this.inFlight.shift();
  }

  private recordStep(point: StepPoint): void {
    // Steps queued behind a bad one change nothing: the optimiser leaves the weights alone. They are not shown either.
    if (this.diverged) return;
    if (!Number.isFinite(point.loss) || !Number.isFinite(point.gradientNorm)) {
      this.diverged = true;
      return;
    }
    const now = performance.now();
    this.points.push(point);
    this.speed.push({ time: now, step: point.step });
    while (this.speed.length > 2 && now - this.speed[0].time > SPEED_WINDOW_MS) this.speed.shift();
    if (now - this.reportedAt >= REPORT_INTERVAL_MS) this.report();
  }

  private report(): void {
    this.reportedAt = performance.now();
    // Who is abandoned has nothing more to tell: another run may be listened to by now.
    if (this.points.length === 0 || this.abandoned) return;
    const points = this.points.splice(0);
    const { step } = points[points.length - 1];
    const { steps } = this.run_;
    this.listener.onProgress({ step: step + 1, steps, points, unitsPerSecond: this.unitsPerSecond() });
  }

  private unitsPerSecond(): number {
    const [first, last] = [this.speed[0], this.speed[this.speed.length - 1]];
    if (!first || last.time === first.time) return 0;
    return ((last.step - first.step) * this.run_.unitsPerStep * 1000) / (last.time - first.time);
  }

  private isEvaluationDue(): boolean {
    const { step, endedAt, cost } = this.lastEvaluation;
    if (this.diverged || this.run_.step - step < MIN_STEPS_BETWEEN) return false;
    return (performance.now() - endedAt) * MAX_EVALUATION_SHARE >= cost;
  }

  private async evaluate(): Promise<void> {
    if (this.isStoppedUrgently() || this.run_.step === this.lastEvaluation.step) return;
    const startedAt = performance.now();
    await this.taskQueue.run(() => this.drain());
    if (this.diverged || !(await this.runEvaluation())) return;
    const endedAt = performance.now();
    this.lastEvaluation = { step: this.run_.step, endedAt, cost: endedAt - startedAt };
    // The time it took is not the training's.
    this.speed.length = 0;
  }

  /** False if it was left half taken. */
  private async runEvaluation(): Promise<boolean> {
    try {
      await runJob(this.listener.evaluate(), this.taskQueue, () => !this.isStoppedUrgently());
      return true;
    } catch (error) {
      if (!this.isStoppedUrgently()) throw error;
      return false;
    }
  }

  private async yieldIfDue(): Promise<void> {
    if (performance.now() - this.yieldedAt < YIELD_INTERVAL_MS) return;
    await yieldToEventLoop();
    this.yieldedAt = performance.now();
  }
}
