// The training loop: queues steps until it is stopped, reports progress, and yields to inspection between steps.

import type { StepPoint } from '../../shared/history/series.ts';
import type { Job } from '../../shared/job.ts';
import type { Progress } from '../rpc/api/lab-api.ts';
import { runJob } from '../scheduling/run-job.ts';
import { TaskQueue, yieldToEventLoop } from '../scheduling/task-queue.ts';

/** A run of any network, as the loop trains it. */
export interface Trainable {
  /** Steps queued so far. */
  readonly step: number;
  /** Steps in all. */
  readonly steps: number;
  /** Tokens or images per step: the unit of speed. */
  readonly unitsPerStep: number;
  /** Limit of steps in flight, below the default. */
  readonly maxInFlight?: number;
  /** Queues the next step; resolves with its losses. */
  train(): Promise<StepPoint>;
}

export interface TrainingListener {
  onProgress: (progress: Progress) => void;
  /** In a task of the queue, at each step that training evaluates; not where an evaluation is requested. */
  onCheckpoint?: () => Promise<void>;
  /** Runs between two steps: training waits for it, inspection does not. A result that is not current any more is dropped. */
  evaluate: (isCurrent: () => boolean) => Job<void>;
}

/** When a run takes its steps and is evaluated; by default at once, and as often as time allows. */
export interface TrainingSchedule {
  /** Steps from one evaluation to the next. */
  readonly evaluateEvery?: number;
  /** Waits until the run may take its next step; false ends training. */
  readonly nextStep?: () => Promise<boolean>;
}

export type TrainingEnd = 'paused' | 'diverged';

/** Steps whose losses have not been read back. More would delay a stop, fewer would let the GPU idle. */
const MAX_IN_FLIGHT = 3;
/** Milliseconds between progress events. */
const REPORT_INTERVAL_MS = 100;
/** Milliseconds before the loop yields to the event loop. */
const YIELD_INTERVAL_MS = 8;
/** Window of the speed, in milliseconds. */
const SPEED_WINDOW_MS = 1000;
/** The time left is estimated from the steps of about this time, and not before there are some. */
const PACE_WINDOW_MS = 20_000;
const MIN_PACE_MS = 1000;
/** Evaluation takes at most this share of the time, and runs at most once in so many steps. */
const MAX_EVALUATION_SHARE = 0.12;
const MIN_STEPS_BETWEEN = 20;

export class TrainingLoop {
  private readonly run_: Trainable;
  private readonly taskQueue: TaskQueue;
  private readonly listener: TrainingListener;
  private readonly schedule: TrainingSchedule;
  /** Calls of `run` and `stop`, in order: a step requested during another one is a second step. */
  private readonly callQueue = new TaskQueue();
  /** Stop requests that have not taken effect. */
  private pendingStops = 0;
  /** Those of them that cancel an evaluation. */
  private pendingUrgentStops = 0;
  private abandoned = false;
  private training = false;
  private readonly inFlight: Promise<void>[] = [];
  private readonly points: Progress['points'] = [];
  private readonly speed: { time: number; step: number }[] = [];
  /** Steps and milliseconds since training began, without evaluations; older ones count less and less. */
  private pace = { steps: 0, ms: 0, at: 0 };
  private diverged = false;
  private reportedAt = 0;
  private yieldedAt = 0;
  private lastEvaluation = { step: 0, endedAt: 0, cost: 0 };
  /** Evaluations that were requested or dropped; only the newest is of the current weights. */
  private evaluations = 0;

  constructor(
    run: Trainable,
    taskQueue: TaskQueue,
    listener: TrainingListener,
    schedule: TrainingSchedule = {},
  ) {
    this.run_ = run;
    this.taskQueue = taskQueue;
    this.listener = listener;
    this.schedule = schedule;
    this.lastEvaluation.step = run.step;
  }

  /** Trains `steps` more steps, or to the end of the run; resolves when it has stopped. */
  run(steps = Number.POSITIVE_INFINITY): Promise<TrainingEnd> {
    return this.callQueue.run(() => this.train(Math.min(this.run_.step + steps, this.run_.steps)));
  }

  /** Stops after the current step; resolves when stopped. `atOnce` also cancels an evaluation. */
  async stop({ atOnce = false } = {}): Promise<void> {
    this.pendingStops += 1;
    this.pendingUrgentStops += Number(atOnce);
    await this.callQueue.run(async () => {
      this.pendingStops -= 1;
      this.pendingUrgentStops -= Number(atOnce);
    });
  }

  /** Evaluates at the current step, unless training is running, which evaluates by itself; ends an evaluation that runs. */
  async evaluateNow(): Promise<void> {
    if (this.training) return;
    this.dropEvaluation();
    const request = this.evaluations;
    const isCurrent = () => request === this.evaluations;
    await this.callQueue.run(async () => {
      if (isCurrent()) await this.runEvaluation(isCurrent);
    });
  }

  /** Ends an evaluation that was requested: its weights change. */
  dropEvaluation(): void {
    this.evaluations += 1;
  }

  /** In a task of the queue: waits for the losses of all queued steps, and reports them. */
  async drain(): Promise<void> {
    await Promise.all(this.inFlight.splice(0));
    this.report();
  }

  /** Queues no more steps and waits for none: the run was replaced or its engine lost. */
  abandon(): void {
    this.abandoned = true;
  }

  private async train(last: number): Promise<TrainingEnd> {
    this.training = true;
    this.diverged = false;
    this.speed.length = 0;
    this.pace = { steps: 0, ms: 0, at: performance.now() };
    this.lastEvaluation.endedAt = performance.now();
    try {
      while (this.run_.step < last && (await this.mayStep())) {
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

  private async mayStep(): Promise<boolean> {
    if (this.shouldStop()) return false;
    const isAllowed = (await this.schedule.nextStep?.()) ?? true;
    return isAllowed && !this.shouldStop();
  }

  private shouldStop(): boolean {
    return this.pendingStops > 0 || this.abandoned || this.diverged;
  }

  private isStoppedUrgently(): boolean {
    return this.pendingUrgentStops > 0 || this.abandoned;
  }

  /** Queues one step; waits for the oldest one if too many are in flight. */
  private async queueStep(): Promise<void> {
    const recorded = this.run_.train().then((point) => this.recordStep(point));
    recorded.catch(() => {}); // rejects where it is awaited, a step or two later
    this.inFlight.push(recorded);
    if (this.inFlight.length >= (this.run_.maxInFlight ?? MAX_IN_FLIGHT)) await this.inFlight.shift();
  }

  private recordStep(point: StepPoint): void {
    // The optimizer skips steps after a divergent one; they are not reported.
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
    // The events would be taken for those of the next run.
    if (this.points.length === 0 || this.abandoned) return;
    const points = this.points.splice(0);
    const { step } = points[points.length - 1];
    const { steps } = this.run_;
    this.keepPace(points.length);
    this.listener.onProgress({
      step: step + 1,
      steps,
      points,
      unitsPerSecond: this.unitsPerSecond(),
      secondsLeft: this.secondsLeft(steps - step - 1),
    });
  }

  private keepPace(taken: number): void {
    const now = performance.now();
    const elapsed = now - this.pace.at;
    const kept = Math.exp(-elapsed / PACE_WINDOW_MS);
    this.pace = { steps: kept * this.pace.steps + taken, ms: kept * this.pace.ms + elapsed, at: now };
  }

  /** With the evaluations that are due meanwhile: the first one, soon after the start, says little of their share. */
  private secondsLeft(stepsLeft: number): number | undefined {
    const { steps, ms } = this.pace;
    if (ms < MIN_PACE_MS) return undefined;
    const { cost } = this.lastEvaluation;
    const { evaluateEvery } = this.schedule;
    const msPerStep = ms / steps;
    const between =
      evaluateEvery === undefined
        ? Math.max(cost / MAX_EVALUATION_SHARE, MIN_STEPS_BETWEEN * msPerStep)
        : evaluateEvery * msPerStep;
    return (stepsLeft * msPerStep * (1 + cost / between)) / 1000;
  }

  private unitsPerSecond(): number {
    const [first, last] = [this.speed[0], this.speed[this.speed.length - 1]];
    if (!first || last.time === first.time) return 0;
    return ((last.step - first.step) * this.run_.unitsPerStep * 1000) / (last.time - first.time);
  }

  private isEvaluationDue(): boolean {
    const { step, endedAt, cost } = this.lastEvaluation;
    const { evaluateEvery } = this.schedule;
    if (evaluateEvery !== undefined) return !this.diverged && this.run_.step % evaluateEvery === 0;
    if (this.diverged || this.run_.step - step < MIN_STEPS_BETWEEN) return false;
    return (performance.now() - endedAt) * MAX_EVALUATION_SHARE >= cost;
  }

  private async evaluate(): Promise<void> {
    if (this.isStoppedUrgently() || this.run_.step === this.lastEvaluation.step) return;
    const startedAt = performance.now();
    await this.taskQueue.run(async () => {
      await this.drain();
      if (!this.diverged) await this.listener.onCheckpoint?.();
    });
    if (this.diverged || !(await this.runEvaluation())) return;
    const endedAt = performance.now();
    const cost = endedAt - startedAt;
    this.lastEvaluation = { step: this.run_.step, endedAt, cost };
    // Speed and pace exclude evaluation.
    for (const sample of this.speed) sample.time += cost;
    this.pace.at += cost;
  }

  /** False if it was cancelled. */
  private async runEvaluation(isCurrent = () => true): Promise<boolean> {
    const isWanted = () => isCurrent() && !this.isStoppedUrgently();
    try {
      await runJob(this.listener.evaluate(isCurrent), this.taskQueue, isWanted);
      return true;
    } catch (error) {
      if (isWanted()) throw error;
      return false;
    }
  }

  private async yieldIfDue(): Promise<void> {
    if (performance.now() - this.yieldedAt < YIELD_INTERVAL_MS) return;
    await yieldToEventLoop();
    this.yieldedAt = performance.now();
  }
}
