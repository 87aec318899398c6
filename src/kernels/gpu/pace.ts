// How fast a device computes, learnt from what it has run, so that no command buffer occupies it for long.

/** A longer command buffer freezes the screen, and drivers reset a device that takes seconds. */
const MOST_MILLISECONDS = 50;
/** Until measured, a device counts as slow as the slowest software adapter. */
const FLOPS_PER_MILLISECOND_AT_FIRST = 2e6;
/** Starting a dispatch and moving its memory cost at least as much as this many operations. */
const FLOPS_OF_ANY_DISPATCH = 20_000;
/** Shorter times are mostly the wait for the answer: they can only show that the device is faster than thought. */
const TELLING_MILLISECONDS = 5;
/** How much of the old estimate a new measurement leaves. */
const INERTIA = 0.7;

/** The work of one dispatch, in operations. */
export function weightOf(flops: number): number {
  return Math.max(flops, FLOPS_OF_ANY_DISPATCH);
}

interface Weighted {
  readonly weight: number;
}

export class Pace {
  private flopsPerMillisecond = FLOPS_PER_MILLISECOND_AT_FIRST;
  private lastDone = 0;

  /** Cuts work into runs of neighbours that take about 50 ms at most, or hold one dispatch. */
  cut<T extends Weighted>(dispatches: readonly T[]): T[][] {
    const most = this.flopsPerMillisecond * MOST_MILLISECONDS;
    const parts: T[][] = [];
    let room = 0;
    for (const dispatch of dispatches) {
      if (parts.length === 0 || dispatch.weight > room) {
        parts.push([]);
        room = most;
      }
      parts[parts.length - 1].push(dispatch);
      room -= dispatch.weight;
    }
    return parts;
  }

  /** Learns from work just submitted; resolves when it is done. */
  async learn(queue: GPUQueue, dispatches: readonly Weighted[]): Promise<void> {
    const weight = dispatches.reduce((sum, dispatch) => sum + dispatch.weight, 0);
    const submitted = performance.now();
    await queue.onSubmittedWorkDone();
    const done = performance.now();
    // Work behind other work starts when that is done, not when it is submitted.
    const milliseconds = Math.max(0.1, done - Math.max(submitted, this.lastDone));
    this.lastDone = done;
    const measured = weight / milliseconds;
    if (milliseconds < TELLING_MILLISECONDS && measured < this.flopsPerMillisecond) return;
    this.flopsPerMillisecond = INERTIA * this.flopsPerMillisecond + (1 - INERTIA) * measured;
  }
}
