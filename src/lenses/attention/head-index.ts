// One attention head of a model.

import type { Run } from '../../model/training/run.ts';

/** Both count from 0. */
export interface HeadIndex {
  readonly layer: number;
  readonly head: number;
}

/** Throws if the model has no such head. */
export function assertHead({ plan: { config } }: Run, { layer, head }: HeadIndex): void {
  const isValid = (index: number, count: number) => Number.isInteger(index) && index >= 0 && index < count;
  if (!isValid(layer, config.L) || !isValid(head, config.H)) {
    throw new Error(
      `The model has ${config.L} layers of ${config.H} heads, counted from 0; there is no head ${head} in layer ${layer}.`,
    );
  }
}
