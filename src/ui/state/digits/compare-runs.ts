// Trains several digit networks from the same initial weights with different settings.

import { msg } from '@lit/localize';
import type { ComparisonRunRequest, DigitTraining, LensProgress } from '../../../workers/rpc/api/lab-api.ts';
import type { ComparedRun } from '../../types/digits.ts';
import type { Digits } from './digit-store.ts';

export interface Comparison {
  readonly from: ComparisonRunRequest['from'];
  /** Steps per run. */
  readonly steps: number;
  /** Steps between two evaluations. */
  readonly every: number;
  readonly runs: readonly { readonly name: string; readonly training: Partial<DigitTraining> }[];
}

interface TaskOptions {
  readonly signal: AbortSignal;
  readonly onProgress: (progress: LensProgress) => void;
}

/** Calls `onUpdate` after every evaluation. The worker's runs end when this settles or is aborted. */
export async function compareRuns(
  digits: Pick<Digits, 'lens'>,
  { from, steps, every, runs }: Comparison,
  { signal, onProgress }: TaskOptions,
  onUpdate: (runs: readonly ComparedRun[]) => void,
): Promise<readonly ComparedRun[]> {
  const stoppable = { signal, onProgress: () => {} };
  const runIds: number[] = [];
  try {
    for (const { training } of runs) {
      const request = { from, training: { ...training, steps } };
      runIds.push((await digits.lens('start-comparison-run', request, stoppable)).comparisonRun);
    }
    let compared: readonly ComparedRun[] = runs.map(({ name }) => ({ name, points: [] }));
    for (let done = 0; done <= steps; done += every) {
      for (const [i, comparisonRun] of runIds.entries()) {
        const request = { comparisonRun, steps: done === 0 ? 0 : every };
        const { train, test } = await digits.lens('train-comparison-run', request, stoppable);
        compared = compared.map((run, k) =>
          k === i ? { ...run, points: [...run.points, { step: done, train, test }] } : run,
        );
        onUpdate(compared);
      }
      onProgress({ label: msg('steps per network'), done, total: steps });
    }
    return compared;
  } finally {
    for (const comparisonRun of runIds)
      void digits.lens('end-comparison-run', { comparisonRun }).catch(() => undefined);
  }
}
