// What a plan costs besides its operations, on any device: its dispatches, and the bytes that they read and write.

import { elementCount } from '../shape.ts';
import { membersOf } from './batch.ts';
import type { Plan } from './plan.ts';
import type { Step } from './step.ts';

export interface PlanCost {
  readonly dispatches: number;
  /**
   * Each tensor of a dispatch once, of a lookup its whole table, and what it accumulates into twice; as if nothing stayed in a
   * cache.
   */
  readonly bytesMoved: number;
}

export function planCost({ steps }: Pick<Plan, 'steps'>): PlanCost {
  return {
    dispatches: steps.length,
    bytesMoved: steps.flatMap(membersOf).reduce((sum, step) => sum + bytesMoved(step), 0),
  };
}

function bytesMoved({ tensors, pass, accumulates }: Step): number {
  let words = 0;
  for (const [role, { shape }] of Object.entries(tensors)) {
    const isReadAndWritten =
      accumulates.has(role) || (pass.reads.includes(role) && pass.writes.includes(role));
    words += (isReadAndWritten ? 2 : 1) * elementCount(shape);
  }
  return 4 * words;
}

/** Floating-point operations of a dispatch. */
export function stepFlops({ pass, k, members }: Step): number {
  return pass.flops(k) * (members?.length ?? 1);
}
