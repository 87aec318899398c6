// A run as the page is told of it.

import type { Run } from '../model/run.ts';
import type { RunInfo } from './lab-api.ts';

/** `memoryBytes` is what the engine holds. */
export function describe(run: Run, memoryBytes: number): RunInfo {
  const { settings, dataset, config, training } = run.plan;
  return {
    preset: settings.preset,
    settings,
    datasetName: dataset.name,
    description: dataset.description,
    statistics: dataset.statistics,
    advice:
      dataset.advice?.({
        B: training.B,
        T: config.T,
        steps: training.steps,
        parameters: run.weights.count,
      }) ?? [],
    prompts: dataset.prompts,
    model: config,
    training,
    parameterCount: run.weights.count,
    memoryBytes,
    vocabulary: [...dataset.tokenizer.vocabulary],
    tokenizer: dataset.tokenizer.kind,
    ...(settings.facts && { taught: [...settings.facts] }),
    ...(!run.isTrainable && { onlyLookedAt: true }),
    step: run.step,
  };
}
