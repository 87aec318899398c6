// Reuses data sets between plans: settings are checked, estimated and created with one data set, not with three.

import { type RunPlan, type RunSettings, resolveSettings } from '../../../model/training/run-plan.ts';

export class PlanCache {
  readonly #current: () => RunPlan | undefined;
  #latest: RunPlan | undefined;

  /** `current` is the plan of the current run. */
  constructor(current: () => RunPlan | undefined) {
    this.#current = current;
  }

  /** Throws for settings that no data set can be built from. */
  resolve(settings: RunSettings): RunPlan {
    const known = [this.#current(), this.#latest].find(
      (plan) => plan && hasSameData(plan.settings, settings),
    );
    this.#latest = resolveSettings(settings, known?.dataset);
    return this.#latest;
  }
}

/** Texts have megabytes: they are compared as they are, the rest as JSON. */
const hasSameData = (a: RunSettings, b: RunSettings) => a.text === b.text && dataKey(a) === dataKey(b);

const dataKey = ({ preset, facts, tokenizer, vocabularySize }: RunSettings) =>
  JSON.stringify([preset, facts, tokenizer, vocabularySize]);
