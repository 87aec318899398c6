// Trains several digit networks side by side from the same start, so that only their settings tell them apart.

import type { DigitScore, DigitTraining, LensProgress, SideRunRequest } from '../../workers/lab-api.ts';
import type { Digits } from './digit-store.ts';

export interface Comparison {
  readonly from: SideRunRequest['from'];
  /** Steps of each. */
  readonly steps: number;
  /** After so many each is tested anew. */
  readonly every: number;
  readonly runs: readonly { readonly name: string; readonly training: Partial<DigitTraining> }[];
}

/** What became of one run so far. */
export interface ComparedRun {
  readonly name: string;
  readonly points: readonly {
    readonly step: number;
    readonly train: DigitScore;
    readonly test: DigitScore;
  }[];
}

interface Wait {
  readonly signal: AbortSignal;
  readonly onProgress: (progress: LensProgress) => void;
}

/** Tells what there is after every part; stopped by the signal. The runs end with it. */
export async function compareRuns(
  digits: Pick<Digits, 'lens'>,
  { from, steps, every, runs }: Comparison,
  { signal, onProgress }: Wait,
  tell: (runs: readonly ComparedRun[]) => void,
): Promise<readonly ComparedRun[]> {
  const begun: number[] = [];
  try {
    for (const { training } of runs) {
      const asked = { from, training: { ...training, steps } };
      begun.push((await digits.lens('sideRun', asked, { signal })).sideRun);
    }
    let compared: readonly ComparedRun[] = runs.map(({ name }) => ({ name, points: [] }));
    for (let done = 0; done <= steps; done += every) {
      for (const [i, sideRun] of begun.entries()) {
        const asked = { sideRun, steps: done === 0 ? 0 : every };
        const { train, test } = await digits.lens('sideSteps', asked, { signal });
        compared = compared.map((run, k) =>
          k === i ? { ...run, points: [...run.points, { step: done, train, test }] } : run,
        );
        tell(compared);
      }
      onProgress({ what: 'steps taken by each network', done, total: steps });
    }
    return compared;
  } finally {
    for (const sideRun of begun) void digits.lens('endSideRun', { sideRun }).catch(() => undefined);
  }
}
