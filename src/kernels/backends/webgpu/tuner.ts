// Chooses among kernels by timing them on the sizes at hand, within a budget, and remembers what it found.

import type { Step } from '../../graph/plan.ts';
import { findVariant, type Variant } from '../../op.ts';
import {
  type AdapterProfile,
  candidates,
  firstSupported,
  type VariantSelector,
} from './variant-selection.ts';

/**
 * Where choices outlive the page, or a `Map` where they need not: the engine itself touches no storage of the browser's.
 * Neither method throws.
 */
export interface VariantCache {
  /** The variant that was the fastest for a key. */
  get(key: string): Promise<string | undefined> | string | undefined;
  set(key: string, variant: string): unknown;
}

/** Milliseconds of one run of a step with this variant; infinity where the adapter cannot run it. */
export type TimeVariant = (step: Step, variant: Variant) => Promise<number>;

/** Milliseconds for all timing of an executor's life: the first training step must not wait longer. */
const TUNING_BUDGET_MILLISECONDS = 1800;

export class Tuner {
  private readonly adapter: AdapterProfile;
  private readonly cache: VariantCache;
  private readonly now: () => number;
  private readonly selected = new Map<string, string>();
  private remainingMilliseconds: number;

  /** `now` counts milliseconds. */
  constructor(
    adapter: AdapterProfile,
    cache: VariantCache,
    budget = TUNING_BUDGET_MILLISECONDS,
    now = () => performance.now(),
  ) {
    this.adapter = adapter;
    this.cache = cache;
    this.remainingMilliseconds = budget;
    this.now = now;
  }

  /** What has been found the fastest, and else what runs where nothing has been measured. */
  readonly select: VariantSelector = (step, adapter) => {
    const name = this.selected.get(this.key(step));
    return (
      candidates(step, adapter).find((variant) => variant.name === name) ?? firstSupported(step, adapter)
    );
  };

  /** Looks up what earlier visits have found for these steps. */
  async restore(steps: readonly Step[]): Promise<void> {
    await Promise.all(
      this.untunedSteps(steps).map(async (step) => {
        const variant = findVariant(step.pass, await this.cache.get(this.key(step)));
        if (variant && this.candidatesFor(step).includes(variant))
          this.selected.set(this.key(step), variant.name);
      }),
    );
  }

  /** Times what is not decided yet, the heaviest first; whether `choose` now chooses otherwise than before. */
  async tune(steps: readonly Step[], time: TimeVariant): Promise<boolean> {
    let changed = false;
    for (const step of this.untunedSteps(steps)) {
      const fastest = await this.findFastest(step, time);
      if (!fastest) break; // the budget is spent: the rest is for another visit
      changed ||= fastest !== this.select(step, this.adapter);
      this.selected.set(this.key(step), fastest.name);
      await this.cache.set(this.key(step), fastest.name);
    }
    return changed;
  }

  /** Undefined where the budget ends before all candidates have been timed. */
  private async findFastest(step: Step, time: TimeVariant): Promise<Variant | undefined> {
    let best: { variant: Variant; milliseconds: number } | undefined;
    for (const variant of this.candidatesFor(step)) {
      if (this.remainingMilliseconds <= 0) return undefined;
      const begin = this.now();
      const milliseconds = await time(step, variant);
      this.remainingMilliseconds -= this.now() - begin;
      if (!best || milliseconds < best.milliseconds) best = { variant, milliseconds };
    }
    return best?.variant;
  }

  /** One step for each different piece of work that offers a choice, by what all its uses cost. */
  private untunedSteps(steps: readonly Step[]): Step[] {
    const weights = new Map<string, { step: Step; flops: number }>();
    for (const step of steps) {
      if (step.phase === 'optimizer' || this.candidatesFor(step).length < 2) continue;
      const key = this.key(step);
      if (this.selected.has(key)) continue;
      const flops = step.pass.flops(step.k) + (weights.get(key)?.flops ?? 0);
      weights.set(key, { step, flops });
    }
    return [...weights.values()].sort((a, b) => b.flops - a.flops).map(({ step }) => step);
  }

  /**
   * On a GPU all that may be good. In software the first is known to be the best, and each of the others would take up to a
   * second to compile.
   */
  private candidatesFor(step: Step): Variant[] {
    const supported = candidates(step, this.adapter);
    return this.adapter.kind === 'hardware' ? supported : supported.slice(0, 1);
  }

  /** The same for the same work on the same adapter. */
  private key({ opName, pass, k, accumulates }: Step): string {
    const sizes = Object.entries(k).map(([name, value]) => `${name} ${value}`);
    return [this.adapter.name, `${opName}.${pass.name}`, ...sizes.sort(), ...accumulates].join(', ');
  }
}
