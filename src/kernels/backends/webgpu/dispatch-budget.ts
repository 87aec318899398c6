// Estimates the speed of a device from finished work, and splits dispatches into short command buffers.

/** Longer command buffers freeze the screen; drivers reset a device after seconds. */
const MAX_BATCH_MILLISECONDS = 50;
/** Initial estimate: the slowest software adapter. */
const INITIAL_FLOPS_PER_MILLISECOND = 2e6;
/** Fixed cost of a dispatch, in floating-point operations. */
const MIN_DISPATCH_FLOPS = 20_000;
/** Shorter times are dominated by latency; they can only raise the estimate. */
const MIN_MEASURABLE_MILLISECONDS = 5;
/** Weight of the old estimate in the moving average. */
const SMOOTHING = 0.7;

/** Cost of a dispatch, in floating-point operations. */
export function dispatchCost(flops: number): number {
  return Math.max(flops, MIN_DISPATCH_FLOPS);
}

interface CostedDispatch {
  readonly cost: number;
}

export class DispatchBudget {
  private flopsPerMillisecond = INITIAL_FLOPS_PER_MILLISECOND;
  private lastCompletedAt = 0;

  /** Splits dispatches, in order, into batches of at most about 50 ms; a longer dispatch gets a batch of its own. */
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

  /** Updates the estimate from work just submitted; rejects if the device is lost. */
  async calibrate(
    queue: Pick<GPUQueue, 'onSubmittedWorkDone'>,
    dispatches: readonly CostedDispatch[],
  ): Promise<void> {
    const totalCost = dispatches.reduce((sum, dispatch) => sum + dispatch.cost, 0);
    const submittedAt = performance.now();
    await queue.onSubmittedWorkDone();
    const completedAt = performance.now();
    // The queue is in order: this work started when the work before it completed.
    const milliseconds = Math.max(0.1, completedAt - Math.max(submittedAt, this.lastCompletedAt));
    this.lastCompletedAt = completedAt;
    const measured = totalCost / milliseconds;
    if (milliseconds < MIN_MEASURABLE_MILLISECONDS && measured < this.flopsPerMillisecond) return;
    this.flopsPerMillisecond = SMOOTHING * this.flopsPerMillisecond + (1 - SMOOTHING) * measured;
  }
}
