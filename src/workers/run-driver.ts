// Drives one run of any kind for whoever gives the orders: its state, its training loop, and what is told of both.

import { EMPTY_HISTORY, type History, withEvaluation, withSteps } from '../history/history.ts';
import { messageOf } from '../message-of.ts';
import type { InPieces } from '../model/pieces.ts';
import type { RunEvent, RunState } from './run-api.ts';
import type { Trainable } from './training-loop.ts';
import { TrainingLoop } from './training-loop.ts';
import type { Turns } from './turns.ts';

/** A run that can be driven. */
export interface Drivable extends Trainable {
  readonly finished: boolean;
  dispose(): void;
}

export interface DriverOptions<Run, Info, Evaluation extends { readonly step: number }> {
  readonly tell: (event: RunEvent<Info, Evaluation>) => void;
  readonly describe: (run: Run) => Info;
  /** Takes stock, while no step is taken; looks go on between its pieces. */
  readonly evaluate: (run: Run) => InPieces<Evaluation>;
  /** How a missing run is named to the visitor. */
  readonly missing: string;
}

export class RunDriver<Run extends Drivable, Info, Evaluation extends { readonly step: number }> {
  private readonly turns: Turns;
  private readonly options: DriverOptions<Run, Info, Evaluation>;
  private run_: Run | undefined;
  private loop: TrainingLoop | undefined;
  private state_: RunState = 'none';
  private history_: History<Evaluation> = EMPTY_HISTORY;

  constructor(turns: Turns, options: DriverOptions<Run, Info, Evaluation>) {
    this.turns = turns;
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
  current(): Run {
    return this.both().run;
  }

  /** Where things stand, for a new subscriber. */
  standing(): RunEvent<Info, Evaluation>[] {
    const state = { type: 'state' as const, state: this.state_ };
    const { run_: run, history } = this;
    return run ? [{ type: 'run', run: this.options.describe(run), history }, state] : [state];
  }

  /** `sentence` says why, where it is not the visitor's doing. */
  async train(sentence?: string): Promise<RunState> {
    const { run, loop } = this.both();
    if (this.isTraining()) throw new Error('Training is under way already.');
    if (run.finished) throw new Error(FINISHED);
    this.tellState('training', sentence);
    try {
      const end = await loop.run();
      const state = end === 'paused' && run.finished ? 'finished' : end;
      // A run that was replaced or lost meanwhile has told its end already.
      if (this.run_ === run) this.tellState(state, state === 'diverged' ? DIVERGED : undefined);
      return state;
    } catch (error) {
      // The engine is gone: that is told, and dealt with, elsewhere.
      if (this.run_ !== run) return 'paused';
      this.tellState('paused', messageOf(error));
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
    const { run, loop } = this.both();
    if (this.isTraining()) throw new Error('Pause first: training is under way.');
    if (run.finished) throw new Error(FINISHED);
    const end = await loop.run(1);
    // The run may have been replaced meanwhile, or set to train.
    if (this.run_ !== run || this.isTraining()) return;
    if (end === 'diverged') this.tellState('diverged', DIVERGED);
    else this.tellState(run.finished ? 'finished' : 'paused');
  }

  /** Takes stock of the run as it is; training does so by itself. */
  async evaluate(): Promise<void> {
    await this.both().loop.takeStock();
  }

  /** On the engine's turn: once the figures of all steps taken are in. */
  async settle(): Promise<void> {
    await this.loop?.settle();
  }

  /** Stops the run, makes the next one on the engine's turn, and drops the one before. `history` is what it goes on from. */
  async replace(make: () => Promise<Run>, history: History<Evaluation> = EMPTY_HISTORY): Promise<Info> {
    await this.halt();
    return this.turns.take(async () => {
      const run = await make();
      this.loop?.abandon();
      this.run_?.dispose();
      this.run_ = run;
      this.history_ = history;
      this.loop = new TrainingLoop(run, this.turns, {
        onProgress: (progress) => {
          this.history_ = withSteps(this.history_, progress.points);
          this.options.tell({ type: 'progress', progress });
        },
        takeStock: () => this.takeStock(run),
      });
      const info = this.options.describe(run);
      this.options.tell({ type: 'run', run: info, history });
      this.tellState(run.finished ? 'finished' : run.step > 0 ? 'paused' : 'ready');
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

  tellState(state: RunState, sentence?: string): void {
    this.state_ = state;
    this.options.tell({ type: 'state', state, sentence });
  }

  private async *takeStock(run: Run): InPieces<void> {
    const evaluation = yield* this.options.evaluate(run);
    if (this.run_ === run) this.history_ = withEvaluation(this.history_, evaluation);
    this.options.tell({ type: 'evaluation', evaluation });
  }

  private both(): { run: Run; loop: TrainingLoop } {
    if (!this.run_ || !this.loop) throw new Error(this.options.missing);
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
