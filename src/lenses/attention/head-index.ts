// One attention head of a model.

import type { ModelConfig } from '../../model/architecture/config.ts';
import type { Run } from '../../model/training/run.ts';
import { indices, isIndex } from '../../shared/numbers.ts';

/** Both count from 0. */
export interface HeadIndex {
  readonly layer: number;
  readonly head: number;
}

/** All heads of a model, layer by layer. */
export const headsOf = ({ L, H }: Pick<ModelConfig, 'L' | 'H'>): HeadIndex[] =>
  indices(L * H).map((h) => ({ layer: Math.floor(h / H), head: h % H }));

/** Throws if the model has no such head. */
export function assertHead({ plan: { config } }: Pick<Run, 'plan'>, { layer, head }: HeadIndex): void {
  if (!isIndex(layer, config.L) || !isIndex(head, config.H))
    throw new Error(
      `The model has ${config.L} layers of ${config.H} heads, counted from 0; there is no head ${head} in layer ${layer}.`,
    );
}
