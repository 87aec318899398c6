// Trains several digit networks side by side from the same start, so that only their settings tell them apart.

import type { ComparisonRunRequest, DigitTraining, LensProgress } from '../../../workers/rpc/api/lab-api.ts';
import type { ComparedRun } from '../../types/digits.ts';
import type { Digits } from './digit-store.ts';

export interface Comparison {
  readonly from: ComparisonRunRequest['from'];
  /** Steps of each. */
  readonly steps: number;
  /** After so many each is tested anew. */
  readonly every: number;
  readonly runs: readonly { readonly name: string; readonly training: Partial<DigitTraining> }[];
}

interface TaskOptions {
  readonly signal: AbortSignal;
  readonly onProgress: (progress: LensProgress) => void;
}

/** Tells what there is after every part; stopped by the signal. The runs end with it. */
export async function compareRuns(
  digits: Pick<Digits, 'lens'>,
  { from, steps, every, runs }: Comparison,
  { signal, onProgress }: TaskOptions,
  onUpdate: (runs: readonly ComparedRun[]) => void,
): Promise<readonly ComparedRun[]> {
  const runIds: number[] = [];
  try {
    for (const { training } of runs) {
      const request = { from, training: { ...training, steps } };
      runIds.push((await digits.lens('start-comparison-run', request, { signal })).comparisonRun);
    }
    let compared: readonly ComparedRun[] = runs.map(({ name }) => ({ name, points: [] }));
    for (let done = 0; done <= steps; done += every) {
      for (const [i, comparisonRun] of runIds.entries()) {
        const request = { comparisonRun, steps: done === 0 ? 0 : every };
        const { train, test } = await digits.lens('train-comparison-run', request, { signal });
        compared = compared.map((run, k) =>
          k === i ? { ...run, points: [...run.points, { step: done, train, test }] } : run,
        );
        onUpdate(compared);
      }
      onProgress({ label: 'steps taken by each network', done, total: steps });
    }
    return compared;
  } finally {
    for (const comparisonRun of runIds)
      void digits.lens('end-comparison-run', { comparisonRun }).catch(() => undefined);
  }
}
