// Drives one run of any network: its state, its training loop, its history and the events of all three.

import { errorMessage } from '../../shared/error-message.ts';
import { appendEvaluation, appendPoints, EMPTY_HISTORY, type History } from '../../shared/history/history.ts';
import type { Job } from '../../shared/job.ts';
import type { RunEvent, RunState } from '../rpc/api/session-api.ts';
import type { TaskQueue } from '../scheduling/task-queue.ts';
import { LOSS_REPORT_MS } from './engine/engine-controller.ts';
import type { Trainable, TrainingListener, TrainingSchedule } from './training-loop.ts';
import { TrainingLoop } from './training-loop.ts';

export interface TrainableRun extends Trainable {
  readonly finished: boolean;
  dispose(): void;
}

export interface DriverOptions<Run, Info, Evaluation extends { readonly step: number }> {
  readonly emit: (event: RunEvent<Info, Evaluation>) => void;
  /** In a task of the queue, at each step that training evaluates. */
  readonly onCheckpoint?: (run: Run) => Promise<void>;
  readonly toRunInfo: (run: Run) => Info;
  /** Runs while training waits; inspection runs between its passes. */
  readonly evaluate: (run: Run) => Job<Evaluation>;
  /** The error where there is no run. */
  readonly missingMessage: () => string;
  readonly schedule?: TrainingSchedule;
}

export class RunDriver<Run extends TrainableRun, Info, Evaluation extends { readonly step: number }> {
  private readonly taskQueue: TaskQueue;
  private readonly options: DriverOptions<Run, Info, Evaluation>;
  private run_: Run | undefined;
  private loop: TrainingLoop | undefined;
  private state_: RunState = 'none';
  private history_: History<Evaluation> = EMPTY_HISTORY;

  constructor(taskQueue: TaskQueue, options: DriverOptions<Run, Info, Evaluation>) {
    this.taskQueue = taskQueue;
    this.options = options;
  }

  get state(): RunState {
    return this.state_;
  }

  get run(): Run | undefined {
    return this.run_;
  }

  get history(): History<Evaluation> {
    return this.history_;
  }

  /** The run; throws if there is none. */
  requireRun(): Run {
    return this.active().run;
  }

  /** Events that describe the current state to a new subscriber. */
  initialEvents(): RunEvent<Info, Evaluation>[] {
    const state = { type: 'state' as const, state: this.state_ };
    const { run_: run, history } = this;
    return run ? [{ type: 'run', run: this.options.toRunInfo(run), history }, state] : [state];
  }

  /** `message` is the reason, where the user did not start training. */
  async train(message?: string): Promise<RunState> {
    const { run, loop } = this.active();
    if (this.isTraining()) throw new Error('Training is already running.');
    if (run.finished) throw new Error(FINISHED);
    this.emitState('training', message);
    try {
      const end = await loop.run();
      const state = end === 'paused' && run.finished ? 'finished' : end;
      // A run that was replaced or lost has no more events.
      if (this.run_ === run) this.emitState(state, state === 'diverged' ? DIVERGED : undefined);
      return state;
    } catch (error) {
      if (!(await this.reportError(run, error, 'paused'))) return 'paused';
      throw error;
    }
  }

  async pause(): Promise<void> {
    await this.loop?.stop();
  }

  /** Stops training and cancels an evaluation. Returns the previous state. */
  async halt(): Promise<RunState> {
    const { state } = this;
    await this.loop?.stop({ atOnce: true });
    return state;
  }

  async step(count = 1): Promise<number> {
    const { run, loop } = this.active();
    if (this.isTraining()) throw new Error('Pause training before taking a single step.');
    if (run.finished) throw new Error(FINISHED);
    const end = await loop.run(count);
    // The run can have been replaced, or training started, during the step.
    if (this.run_ !== run || this.isTraining()) return run.step;
    if (end === 'diverged') this.emitState('diverged', DIVERGED);
    else this.emitState(run.finished ? 'finished' : 'paused');
    return run.step;
  }

  /** Evaluates at the current step. */
  async evaluate(): Promise<void> {
    await this.active().loop.evaluateNow();
  }

  /** Evaluates weights that have changed without a step. Nobody waits for it: an error is reported as that of training is. */
  async evaluateChanged(): Promise<void> {
    const run = this.run_;
    if (run) await this.evaluate().catch((error) => this.reportError(run, error));
  }

  /** Ends an evaluation of weights that change. */
  dropEvaluation(): void {
    this.loop?.dropEvaluation();
  }

  /** In a task of the queue: waits until the losses of all queued steps have been read. */
  async drain(): Promise<void> {
    await this.loop?.drain();
  }

  /** Stops the run, creates the next one in a task of the queue, then frees the previous one. `history` is that of the next. */
  async replace(create: () => Promise<Run>, history: History<Evaluation> = EMPTY_HISTORY): Promise<Info> {
    await this.halt();
    return this.taskQueue.run(async () => {
      const run = await create();
      this.loop?.abandon();
      this.run_?.dispose();
      this.run_ = run;
      this.history_ = history;
      const listener: TrainingListener = {
        onProgress: (progress) => {
          this.history_ = appendPoints(this.history_, progress.points);
          this.options.emit({ type: 'progress', progress });
        },
        onCheckpoint: () => this.options.onCheckpoint?.(run) ?? Promise.resolve(),
        evaluate: (isCurrent) => this.evaluateRun(run, isCurrent),
      };
      this.loop = new TrainingLoop(run, this.taskQueue, listener, this.options.schedule);
      const info = this.options.toRunInfo(run);
      this.options.emit({ type: 'run', run: info, history });
      this.emitState(run.finished ? 'finished' : run.step > 0 ? 'paused' : 'ready');
      return info;
    });
  }

  /** Drops the run without freeing it or waiting: its engine is lost. */
  abandon(): void {
    this.loop?.abandon();
    this.loop = undefined;
    this.run_ = undefined;
  }

  /** Stops training and frees everything. */
  async dispose(): Promise<void> {
    await this.halt();
    this.run_?.dispose();
  }

  emitState(state: RunState, message?: string): void {
    this.state_ = state;
    this.options.emit({ type: 'state', state, message });
  }

  /** False if the engine was lost, or reports its loss in a moment: its recovery emits the state. */
  private async reportError(run: Run, error: unknown, state?: RunState): Promise<boolean> {
    if (this.run_ === run) await new Promise((resolve) => setTimeout(resolve, LOSS_REPORT_MS));
    if (this.run_ !== run) return false;
    this.emitState(state ?? this.state_, errorMessage(error));
    return true;
  }

  private async *evaluateRun(run: Run, isCurrent: () => boolean): Job<void> {
    const evaluation = yield* this.options.evaluate(run);
    if (!isCurrent()) return;
    if (this.run_ === run) this.history_ = appendEvaluation(this.history_, evaluation);
    this.options.emit({ type: 'evaluation', evaluation });
  }

  private active(): { run: Run; loop: TrainingLoop } {
    if (!this.run_ || !this.loop) throw new Error(this.options.missingMessage());
    return { run: this.run_, loop: this.loop };
  }

  private isTraining(): boolean {
    return this.state_ === 'training';
  }
}

const FINISHED = 'This run has finished; reset it or raise the number of steps.';
const DIVERGED =
  'The loss is not a finite number: training has stopped at the weights of the last valid step. ' +
  'Lower the learning rate, lengthen the warm-up, or clip gradients at a smaller norm, and train again.';
