// Drives one run of any kind for whoever gives the orders: its state, its training loop, and what is told of both.

import { errorMessage } from '../../shared/error-message.ts';
import { appendEvaluation, appendPoints, EMPTY_HISTORY, type History } from '../../shared/history/history.ts';
import type { Job } from '../../shared/job.ts';
import type { RunEvent, RunState } from '../rpc/api/session-api.ts';
import type { TaskQueue } from './scheduling/task-queue.ts';
import type { Trainable } from './training-loop.ts';
import { TrainingLoop } from './training-loop.ts';

/** A run that can be driven. */
export interface TrainableRun extends Trainable {
  readonly finished: boolean;
  dispose(): void;
}

export interface DriverOptions<Run, Info, Evaluation extends { readonly step: number }> {
  readonly emit: (event: RunEvent<Info, Evaluation>) => void;
  readonly toRunInfo: (run: Run) => Info;
  /** Takes stock, while no step is taken; looks go on between its pieces. */
  readonly evaluate: (run: Run) => Job<Evaluation>;
  /** How a missing run is named to the visitor. */
  readonly missingMessage: () => string;
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

  /** The run, if there is one. */
  get run(): Run | undefined {
    return this.run_;
  }

  /** What became of the run so far. */
  get history(): History<Evaluation> {
    return this.history_;
  }

  /** The run; throws a sentence where there is none. */
  requireRun(): Run {
    return this.active().run;
  }

  /** Where things stand, for a new subscriber. */
  initialEvents(): RunEvent<Info, Evaluation>[] {
    const state = { type: 'state' as const, state: this.state_ };
    const { run_: run, history } = this;
    return run ? [{ type: 'run', run: this.options.toRunInfo(run), history }, state] : [state];
  }

  /** `sentence` says why, where it is not the visitor's doing. */
  async train(message?: string): Promise<RunState> {
    const { run, loop } = this.active();
    if (this.isTraining()) throw new Error('Training is under way already.');
    if (run.finished) throw new Error(FINISHED);
    this.emitState('training', message);
    try {
      const end = await loop.run();
      const state = end === 'paused' && run.finished ? 'finished' : end;
      // A run that was replaced or lost meanwhile has told its end already.
      if (this.run_ === run) this.emitState(state, state === 'diverged' ? DIVERGED : undefined);
      return state;
    } catch (error) {
      // The engine is gone: that is told, and dealt with, elsewhere.
      if (this.run_ !== run) return 'paused';
      this.emitState('paused', errorMessage(error));
      throw error;
    }
  }

  async pause(): Promise<void> {
    await this.loop?.stop();
  }

  /** Stops at once, so that another run can take its place; stock that is being taken is left. Returns the state before. */
  async halt(): Promise<RunState> {
    const { state } = this;
    await this.loop?.stop({ atOnce: true });
    return state;
  }

  async step(): Promise<void> {
    const { run, loop } = this.active();
    if (this.isTraining()) throw new Error('Pause first: training is under way.');
    if (run.finished) throw new Error(FINISHED);
    const end = await loop.run(1);
    // The run may have been replaced meanwhile, or set to train.
    if (this.run_ !== run || this.isTraining()) return;
    if (end === 'diverged') this.emitState('diverged', DIVERGED);
    else this.emitState(run.finished ? 'finished' : 'paused');
  }

  /** Takes stock of the run as it is; training does so by itself. */
  async evaluate(): Promise<void> {
    await this.active().loop.evaluateNow();
  }

  /** On the engine's turn: once the figures of all steps taken are in. */
  async drain(): Promise<void> {
    await this.loop?.drain();
  }

  /** Stops the run, makes the next one on the engine's turn, and drops the one before. `history` is what it goes on from. */
  async replace(make: () => Promise<Run>, history: History<Evaluation> = EMPTY_HISTORY): Promise<Info> {
    await this.halt();
    return this.taskQueue.run(async () => {
      const run = await make();
      this.loop?.abandon();
      this.run_?.dispose();
      this.run_ = run;
      this.history_ = history;
      this.loop = new TrainingLoop(run, this.taskQueue, {
        onProgress: (progress) => {
          this.history_ = appendPoints(this.history_, progress.points);
          this.options.emit({ type: 'progress', progress });
        },
        evaluate: () => this.evaluateRun(run),
      });
      const info = this.options.toRunInfo(run);
      this.options.emit({ type: 'run', run: info, history });
      this.emitState(run.finished ? 'finished' : run.step > 0 ? 'paused' : 'ready');
      return info;
    });
  }

  /** The engine is gone, and the run with it: nothing under way is waited for. */
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

  private async *evaluateRun(run: Run): Job<void> {
    const evaluation = yield* this.options.evaluate(run);
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

const FINISHED = 'This run has taken all its steps; reset it or raise the number of steps.';
const DIVERGED =
  'The loss is no longer a number: training has stopped, and the weights are those of the last good step. ' +
  'Lower the learning rate, lengthen the warm-up, or clip gradients at a smaller norm, and train again.';
