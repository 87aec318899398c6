// A run of the transformer as requests and events describe it.

import type { ModelConfig } from '../../../model/architecture/config.ts';
import type { FlopsPerToken } from '../../../model/architecture/flops.ts';
import type { WeightCounts } from '../../../model/architecture/weight-counts.ts';
import type { LogitChange } from '../../../model/inspection/logit-change.ts';
import type { RunSettings } from '../../../model/training/run-plan.ts';
import type { TrainingConfig } from '../../../model/training/training-config.ts';
import type { TokenizerKind } from '../../../shared/settings/tokenizers.ts';
import type { WeightType } from '../../../shared/weight-types.ts';
import type { FactRow } from '../../requests/request-types.ts';

/** A preset: data, model and training settings. */
export interface PresetInfo {
  name: string;
  title: string;
  description: string;
  datasetName: string;
  /** V is 0 until the data is made. */
  model: ModelConfig;
  training: TrainingConfig;
}

/** What to train; omitted settings are the preset's. */
export type RunRequest = RunSettings;

export interface RunInfo {
  preset: string;
  /** The request it was created from; omitted settings are the preset's. */
  settings: RunRequest;
  datasetName: string;
  description: string;
  statistics: { label: string; value: number | string }[];
  /** Advice about the user's own text, a sentence each. */
  advice: string[];
  prompts: string[];
  model: ModelConfig;
  training: TrainingConfig;
  /** Trained weights, all and by part. */
  parameterCount: number;
  weights: WeightCounts;
  flopsPerToken: FlopsPerToken;
  /** Bytes of the engine's memory this run holds. */
  memoryBytes: number;
  vocabulary: string[];
  /** What a token is. */
  tokenizer: TokenizerKind;
  /** Rows by which the facts differ from the data set. */
  userFacts?: FactRow[];
  /** Opened from files without a data set: it cannot be trained. */
  isReadOnly?: boolean;
  /** How its weights are held; of read-only models. */
  weightType?: WeightType;
  /** The change of its logits by a type other than float32. */
  logitChange?: LogitChange;
  step: number;
}
