// The autotuner: times the variants of each step on its actual sizes, within a time budget, and caches the fastest of those that compute
// what the default does. The self-test has compared the default with the reference.

import { stepFlops } from '../../graph/plan-cost.ts';
import type { Step } from '../../graph/step.ts';
import { mismatch, TOLERANCE } from '../../mismatch.ts';
import { findVariant, type Variant } from '../../op.ts';
import {
  type AdapterProfile,
  candidates,
  firstSupported,
  type VariantSelector,
} from './variant-selection.ts';

/** A persistent cache of tuning results, e.g. in IndexedDB or a file; a `Map` keeps them in memory. Methods must not throw. */
export interface VariantCache {
  /** Name of the fastest variant for a key. */
  get(key: string): Promise<string | undefined> | string | undefined;
  set(key: string, variant: string): unknown;
}

export interface Trial {
  /** Of one run. */
  readonly milliseconds: number;
  /** What the variant writes, by role, computed from the same random numbers for each variant. */
  readonly results: ReadonlyMap<string, Float32Array>;
}

/** Runs a variant of a step; undefined if it fails on this adapter. */
export type TryVariant = (step: Step, variant: Variant) => Promise<Trial | undefined>;

/** Error of a further term of a sum in another order, relative to the results. */
const TOLERANCE_PER_TERM = 1e-7;

/** Time budget per executor: upper bound of the delay before the first training step. */
const TUNING_BUDGET_MILLISECONDS = 1800;

export class Tuner {
  private readonly adapter: AdapterProfile;
  private readonly cache: VariantCache;
  private readonly now: () => number;
  private readonly selected = new Map<string, string>();
  private remainingMilliseconds: number;
  /** By key: sentences, a line each. */
  private readonly wrongByKey = new Map<string, string>();

  /** `budget` and `now` are in milliseconds. */
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

  /** The fastest variant if the step has been tuned, else the default. */
  readonly select: VariantSelector = (step, adapter) => {
    const name = this.selected.get(this.key(step));
    return (
      candidates(step, adapter).find((variant) => variant.name === name) ?? firstSupported(step, adapter)
    );
  };

  /** Variants that compute something else than the default, and where, a sentence each. */
  get wrong(): readonly string[] {
    return [...this.wrongByKey.values()].flatMap((lines) => lines.split('\n'));
  }

  /** Loads cached results for these steps. */
  async restore(steps: readonly Step[]): Promise<void> {
    await Promise.all(
      this.untunedSteps(steps).map(async (step) => {
        const key = this.key(step);
        const variant = findVariant(step.pass, await this.cache.get(key));
        if (!variant || !this.candidatesFor(step).includes(variant)) return;
        this.selected.set(key, variant.name);
        const wrong = await this.cache.get(wrongKey(key));
        if (wrong) this.wrongByKey.set(key, wrong);
      }),
    );
  }

  /** Times the variants of untuned steps, the most expensive first. True if `select` now selects another variant. */
  async tune(steps: readonly Step[], tryVariant: TryVariant): Promise<boolean> {
    let changed = false;
    for (const step of this.untunedSteps(steps)) {
      const fastest = await this.findFastest(step, tryVariant);
      if (!fastest) break; // the budget is spent; the next visit tunes the remaining steps
      changed ||= fastest !== this.select(step, this.adapter);
      const key = this.key(step);
      this.selected.set(key, fastest.name);
      const wrong = this.wrongByKey.get(key);
      if (wrong) await this.cache.set(wrongKey(key), wrong);
      await this.cache.set(key, fastest.name);
    }
    return changed;
  }

  /** The default if it fails; undefined if the budget ends before all candidates are tried. */
  private async findFastest(step: Step, tryVariant: TryVariant): Promise<Variant | undefined> {
    let best: { variant: Variant; milliseconds: number } | undefined;
    let expected: Trial['results'] | undefined;
    const problems: string[] = [];
    for (const variant of this.candidatesFor(step)) {
      if (this.remainingMilliseconds <= 0) return undefined;
      const startedAt = this.now();
      const trial = await tryVariant(step, variant);
      expected ??= trial?.results;
      if (trial && expected) {
        const title = `${variant.name} of ${step.label}`;
        const problem = mismatch(title, trial.results, expected, tolerance(step, expected));
        if (problem) problems.push(problem);
        else if (!best || trial.milliseconds < best.milliseconds)
          best = { variant, milliseconds: trial.milliseconds };
      }
      this.remainingMilliseconds -= this.now() - startedAt;
      if (problems.length > 0) this.wrongByKey.set(this.key(step), problems.join('\n'));
      if (!expected) break; // nothing to compare the others with
    }
    return best?.variant ?? firstSupported(step, this.adapter);
  }

  /** One step per tuning key with several candidates, by decreasing total cost of the key's steps. */
  private untunedSteps(steps: readonly Step[]): Step[] {
    const weights = new Map<string, { step: Step; flops: number }>();
    for (const step of steps) {
      if (step.phase === 'optimizer' || this.candidatesFor(step).length < 2) continue;
      const key = this.key(step);
      if (this.selected.has(key)) continue;
      const flops = stepFlops(step) + (weights.get(key)?.flops ?? 0);
      weights.set(key, { step, flops });
    }
    return [...weights.values()].sort((a, b) => b.flops - a.flops).map(({ step }) => step);
  }

  /**
   * All candidates on hardware, only the first on a software adapter: there the first is known to be the fastest, and each of
   * the others takes up to a second to compile.
   */
  private candidatesFor(step: Step): Variant[] {
    const supported = candidates(step, this.adapter);
    return this.adapter.kind === 'hardware' ? supported : supported.slice(0, 1);
  }

  /** Identifies equal work on the same adapter. Entries of releases that compared no results have other keys. */
  private key({ opName, pass, k, accumulates }: Step): string {
    const sizes = Object.entries(k).map(([name, value]) => `${name} ${value}`);
    return [this.adapter.name, 'compared', `${opName}.${pass.name}`, ...sizes.sort(), ...accumulates].join(
      ', ',
    );
  }
}

/** Of the cache: sentences about the wrong variants. */
const wrongKey = (key: string) => `${key}, wrong`;

/** Grows with the terms of a sum: two operations each. */
function tolerance(step: Step, results: Trial['results']): number {
  const words = [...results.values()].reduce((sum, { length }) => sum + length, 0);
  return TOLERANCE + (TOLERANCE_PER_TERM * stepFlops(step)) / (2 * Math.max(1, words));
}
