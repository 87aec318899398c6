// How fast a device computes, learnt from what it has run, so that no command buffer occupies it for long.

/** A longer command buffer freezes the screen, and drivers reset a device that takes seconds. */
const MAX_BATCH_MILLISECONDS = 50;
/** Until measured, a device counts as slow as the slowest software adapter. */
const INITIAL_FLOPS_PER_MILLISECOND = 2e6;
/** Starting a dispatch and moving its memory cost at least as much as this many operations. */
const MIN_DISPATCH_FLOPS = 20_000;
/** Shorter times are mostly the wait for the answer: they can only show that the device is faster than thought. */
const MIN_MEASURABLE_MILLISECONDS = 5;
/** How much of the old estimate a new measurement leaves. */
const SMOOTHING = 0.7;

/** The work of one dispatch, in operations. */
export function dispatchCost(flops: number): number {
  return Math.max(flops, MIN_DISPATCH_FLOPS);
}

interface CostedDispatch {
  readonly cost: number;
}

export class DispatchBudget {
  private flopsPerMillisecond = INITIAL_FLOPS_PER_MILLISECOND;
  private lastCompletedAt = 0;

  /** Cuts work into runs of neighbours that take about 50 ms at most, or hold one dispatch. */
  splitIntoBatches<T extends CostedDispatch>(dispatches: readonly T[]): T[][] {
    const maxCost = this.flopsPerMillisecond * MAX_BATCH_MILLISECONDS;
    const batches: T[][] = [];
    let remaining = 0;
    for (const dispatch of dispatches) {
      if (batches.length === 0 || dispatch.cost > remaining) {
        batches.push([]);
        remaining = maxCost;
      }
      batches[batches.length - 1].push(dispatch);
      remaining -= dispatch.cost;
    }
    return batches;
  }

  /** Learns from work just submitted; resolves when it is done. */
  async calibrate(queue: GPUQueue, dispatches: readonly CostedDispatch[]): Promise<void> {
    const totalCost = dispatches.reduce((sum, dispatch) => sum + dispatch.cost, 0);
    const submittedAt = performance.now();
    await queue.onSubmittedWorkDone();
    const completedAt = performance.now();
    // Work behind other work starts when that is done, not when it is submitted.
    const milliseconds = Math.max(0.1, completedAt - Math.max(submittedAt, this.lastCompletedAt));
    this.lastCompletedAt = completedAt;
    const measured = totalCost / milliseconds;
    if (milliseconds < MIN_MEASURABLE_MILLISECONDS && measured < this.flopsPerMillisecond) return;
    this.flopsPerMillisecond = SMOOTHING * this.flopsPerMillisecond + (1 - SMOOTHING) * measured;
  }
}
