// The model as it was at an earlier step: a second run that nobody trains, made of a kept file, for all looks to see.

import type { Executor } from '../../kernels/executor.ts';
import { Run } from '../../model/run.ts';
import type { RunPlan } from '../../model/run-plan.ts';
import { evaluate } from '../evaluate.ts';
import type { Evaluation } from '../evaluation-api.ts';
import { doInPieces, type Watch } from '../long-work.ts';
import { readRun } from '../run-file.ts';
import type { Turns } from '../turns.ts';

/** What it is made on, and the plan of the present run: most often the same. */
type Surroundings = () => { readonly executor: Executor; readonly engine: string; readonly known?: RunPlan };

export class LookingBack {
  private readonly turns: Turns;
  private readonly surroundings: Surroundings;
  private run_: Run | undefined;

  constructor(turns: Turns, surroundings: Surroundings) {
    this.turns = turns;
    this.surroundings = surroundings;
  }

  /** Absent while the present is shown. */
  get run(): Run | undefined {
    return this.run_;
  }

  /** Shows the model of this file, or the present again. */
  show(file: Uint8Array<ArrayBuffer> | undefined): Promise<void> {
    return this.turns.take(async () => {
      const past = file && (await this.make(file));
      this.forget();
      this.run_ = past;
    });
  }

  takeStock(watch: Watch = () => true): Promise<Evaluation> {
    const { run_: run } = this;
    if (!run) throw new Error('This is the present: nothing is looked back at.');
    return doInPieces(evaluate(run), this.turns, (progress) => run === this.run_ && watch(progress));
  }

  forget(): void {
    this.run_?.dispose();
    this.run_ = undefined;
  }

  /** The engine is gone, and the run with it. */
  abandon(): void {
    this.run_ = undefined;
  }

  private make(file: Uint8Array<ArrayBuffer>): Promise<Run> {
    const { executor, engine, known } = this.surroundings();
    const { plan, from } = readRun(file, engine, { known });
    return Run.create(executor, plan, from);
  }
}
