// Reads how a model adds modulo p, at each evaluation and at each previewed checkpoint.

import type { ReactiveControllerHost } from 'lit';
import type { FourierResult, RunInfo } from '../../../../workers/rpc/api/lab-api.ts';
import { LatestOnlyTask } from '../../../state/latest-only-task.ts';
import type { Transformer } from '../../../state/runs/lab-store.ts';
import type { LabState } from '../../../types/lab.ts';

export class ModularReader {
  #run?: RunInfo;
  #history: readonly FourierResult[] = [];
  readonly #task: LatestOnlyTask<{ run: RunInfo; step: number }, FourierResult>;

  constructor(host: ReactiveControllerHost, lab: () => Pick<Transformer, 'lens'>) {
    this.#task = new LatestOnlyTask(host, async ({ run }) => {
      const result = await lab().lens('fourier', {});
      if (run === this.#run)
        this.#history = [...this.#history.filter(({ step }) => step !== result.step), result].sort(
          (one, other) => one.step - other.step,
        );
      return result;
    });
  }

  /** Whether the model adds modulo p. */
  static reads(run: RunInfo | undefined): run is RunInfo {
    return run?.datasetName === 'modular' && !run.isReadOnly;
  }

  read({ run, evaluations, previewStep, step, runState }: LabState): void {
    if (run !== this.#run) this.#history = [];
    this.#run = run;
    if (!ModularReader.reads(run)) return;
    const evaluated = runState === 'training' ? evaluations.at(-1)?.step : step;
    this.#task.run({ run, step: previewStep ?? evaluated ?? step });
  }

  get result(): FourierResult | undefined {
    return this.#history.includes(this.#task.value as FourierResult) ? this.#task.value : undefined;
  }

  get history(): readonly FourierResult[] {
    return this.#history;
  }

  get error(): string | undefined {
    return this.#task.error;
  }
}
