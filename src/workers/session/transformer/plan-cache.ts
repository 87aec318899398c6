// Reuses data sets between plans: settings are checked, estimated and created with one data set, not with three.

import { corpusOf } from '../../../model/training/presets.ts';
import { type RunPlan, type RunSettings, resolveInSlices } from '../../../model/training/run-plan.ts';
import { finish, type Sliced, TEXT_BUDGET, withinBudget } from '../../../shared/budget.ts';
import type { Job } from '../../../shared/job.ts';

/** Texts up to this length are read at once: within milliseconds, and byte pairs of them within a second. */
const SHORT_TEXT = 100_000;
/** The settings of a form and those of the run that is being created. */
const KEPT_PLANS = 2;

export class PlanCache {
  readonly #current: () => RunPlan | undefined;
  /** The latest plans, each of other data. */
  #recent: readonly RunPlan[] = [];

  /** `current` is the plan of the current run. */
  constructor(current: () => RunPlan | undefined) {
    this.#current = current;
  }

  /** Throws for settings that no data set can be built from. */
  resolve(settings: RunSettings): RunPlan {
    return finish(this.resolveInSlices(settings));
  }

  /** As `resolve`, with pauses. */
  *resolveInSlices(settings: RunSettings): Sliced<RunPlan> {
    return this.#keep(yield* resolveInSlices(settings, this.#find(settings)?.dataset));
  }

  /** Builds the data set of a long text or of a loaded corpus with pauses, so that `resolve` finds it; undefined where it has no long work to do. */
  prepare(settings: RunSettings): Job<void> | undefined {
    const isShort = corpusOf(settings) === undefined && (settings.text?.length ?? 0) <= SHORT_TEXT;
    return isShort || this.#find(settings) ? undefined : this.#build(settings);
  }

  async *#build(settings: RunSettings): Job<void> {
    // Another request may have built it in the meantime.
    if (!this.#find(settings)) yield* withinBudget(this.resolveInSlices(settings), TEXT_BUDGET);
  }

  #find(settings: RunSettings): RunPlan | undefined {
    return [this.#current(), ...this.#recent].find((plan) => plan && hasSameData(plan.settings, settings));
  }

  #keep(plan: RunPlan): RunPlan {
    const others = this.#recent.filter(({ settings }) => !hasSameData(settings, plan.settings));
    this.#recent = [plan, ...others].slice(0, KEPT_PLANS);
    return plan;
  }
}

/** Texts have megabytes: they are compared as they are, the rest as JSON. */
const hasSameData = (a: RunSettings, b: RunSettings) => a.text === b.text && dataKey(a) === dataKey(b);

const dataKey = ({ model: _, training: __, text: ___, ...data }: RunSettings) =>
  JSON.stringify(Object.entries(data).sort(([a], [b]) => (a < b ? -1 : 1)));
