// The summary of a run, from what its file holds.

import { EMPTY_HISTORY } from '../../shared/history/history.ts';
import type { NetworkKind, RunSummary } from '../rpc/api/run-library-api.ts';
import { thinnedCurve } from './autosaver.ts';
import type { SavedRun } from './run-file.ts';

/** What a file says of its run. */
export type FileSummary = Pick<
  RunSummary,
  'network' | 'preset' | 'step' | 'steps' | 'parameterCount' | 'curve'
>;

export function toFileSummary(network: NetworkKind, { plan, step, weights, history }: SavedRun): FileSummary {
  return {
    network,
    preset: plan.settings.preset,
    step,
    steps: plan.training.steps,
    parameterCount: [...weights.values()].reduce((count, { length }) => count + length, 0),
    curve: thinnedCurve(history ?? EMPTY_HISTORY),
  };
}
