// The long looks of chapter 7's panels.

import type { Lenses, LensName } from '../../../workers/rpc/api/lab-api.ts';
import type { CancellableTask } from '../../state/cancellable-task.ts';

/** The lenses that take their time, or are asked for by hand. */
export const LONG_RUNNING_LENSES = [
  'facts',
  'trace',
  'traceFacts',
  'andGates',
  'andFacts',
  'neuron',
  'angles',
  'ownAngles',
  'spread',
  'pushApart',
  'toySuperposition',
  'dictionary',
  'feature',
  'factFeatures',
] as const satisfies readonly LensName[];
/** Those that see the weights: what they saw is out of date once a fact is rewritten. */
export const MODEL_LENSES = LONG_RUNNING_LENSES.filter(
  (name) => !['spread', 'pushApart', 'toySuperposition'].includes(name),
);

export type LongRunningLens = (typeof LONG_RUNNING_LENSES)[number];
export type LensTasks = {
  readonly [Name in LongRunningLens]: CancellableTask<Lenses[Name]['request'], Lenses[Name]['result']>;
};
