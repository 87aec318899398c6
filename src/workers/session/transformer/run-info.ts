// The description of a run that the page shows.

import { flopsPerToken } from '../../../model/architecture/flops.ts';
import { weightCounts } from '../../../model/architecture/weight-counts.ts';
import type { Run } from '../../../model/training/run.ts';
import type { RunInfo } from '../../rpc/api/lab-api.ts';

/** `memoryBytes` is the memory that the engine has allocated. */
export function toRunInfo(run: Run, memoryBytes: number): RunInfo {
  const { settings, dataset, config, training, logitChange } = run.plan;
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
    weights: weightCounts(config),
    flopsPerToken: flopsPerToken(config),
    memoryBytes,
    vocabulary: [...dataset.tokenizer.vocabulary],
    tokenizer: dataset.tokenizer.kind,
    ...(settings.facts && { userFacts: [...settings.facts] }),
    ...(!run.isTrainable && { isReadOnly: true, weightType: run.weights.weightType }),
    ...(logitChange && { logitChange }),
    step: run.step,
  };
}
