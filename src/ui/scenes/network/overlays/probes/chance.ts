// What chance gives to the probes of a label.

import type { LensResult } from '../../../../../workers/rpc/api/lab-api.ts';

/** What the best place reaches with shuffled labels: a place beyond it is above chance, although the best of many is looked at. */
export const chanceOf = ({ shuffledBest }: Pick<LensResult<'probes'>, 'shuffledBest'>): number =>
  Math.max(...shuffledBest);
