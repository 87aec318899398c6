// Records every loss and evaluation of the variants of a comparison.

import type { StepPoint } from '../../shared/history/series.ts';
import type { ComparisonEvent, Evaluation } from '../../workers/rpc/api/lab-api.ts';

export interface RecordedRun {
  readonly parameterCount: number;
  readonly steps: number;
  readonly points: StepPoint[];
  readonly evaluations: Evaluation[];
}

export class SeedRecorder {
  /** Of the latest comparison. */
  runs: RecordedRun[] = [];
  /** Called with the number of steps that all variants have taken. */
  onProgress: (step: number, losses: string) => void = () => {};

  /** Steps of the longest run. */
  get steps(): number {
    return Math.max(...this.runs.map(({ steps }) => steps));
  }

  handleEvent(change: ComparisonEvent): void {
    if (change.type === 'comparison') {
      this.runs = [];
      return;
    }
    const { variant, event } = change;
    if (event.type === 'run') {
      const { parameterCount, training } = event.run;
      this.runs[variant] = { parameterCount, steps: training.steps, points: [], evaluations: [] };
    } else if (event.type === 'evaluation') this.runs[variant].evaluations.push(event.evaluation);
    else if (event.type === 'progress') {
      this.runs[variant].points.push(...event.progress.points);
      this.#report();
    }
  }

  #report(): void {
    const losses = this.runs.map(({ points }) => points.at(-1)?.loss.toFixed(3) ?? '–');
    this.onProgress(Math.max(...this.runs.map(({ points }) => points.length)), losses.join(' and '));
  }
}
