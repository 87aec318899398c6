// The asynchronous lenses of chapter 7's panels.

import type { LensName, LensRequest, LensResult } from '../../../workers/rpc/api/lab-api.ts';
import type { CancellableTask } from '../../state/cancellable-task.ts';

/** Lenses that take time or start on request. */
export const LONG_RUNNING_LENSES = [
  'facts',
  'causal-trace',
  'causal-trace-facts',
  'and-gates',
  'and-gates-facts',
  'name-directions',
  'neuron',
  'pairwise-angles',
  'model-angles',
  'angle-spread',
  'orthogonalize',
  'toy-superposition',
  'sparse-autoencoder',
  'feature',
  'fact-features',
] as const satisfies readonly LensName[];
/** Lenses that depend on the weights; an edit invalidates their results. */
export const MODEL_LENSES = LONG_RUNNING_LENSES.filter(
  (name) => !['angle-spread', 'orthogonalize', 'toy-superposition'].includes(name),
);

export type LongRunningLens = (typeof LONG_RUNNING_LENSES)[number];
export type LensRequests = { readonly [Name in LongRunningLens]?: LensRequest<Name> };
export type LensTasks = {
  readonly [Name in LongRunningLens]: CancellableTask<LensRequest<Name>, LensResult<Name>>;
};
