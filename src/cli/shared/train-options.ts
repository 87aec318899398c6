// The options of `lab train`.

import type { DigitNetworkConfig } from '../../model/digits/digit-network.ts';
import type { DigitTraining } from '../../model/digits/digit-settings.ts';
import type { BackendChoice } from '../../node/command-options.ts';
import type { TextTokenizerKind } from '../../shared/settings/tokenizers.ts';

/** Options of the digit network only. */
interface DigitTrainOptions {
  hidden?: number[];
  kind?: DigitNetworkConfig['kind'];
  optimizer?: DigitTraining['optimizer'];
  batch?: number;
  trainImages?: number;
  shuffledLabels?: boolean;
}

export interface TrainOptions extends DigitTrainOptions {
  preset?: string;
  steps?: number;
  seed?: number;
  learningRate?: number;
  text?: string;
  tokenizer?: TextTokenizerKind;
  vocabularySize?: number;
  backend: BackendChoice;
  threads?: number;
  set: string[];
  config?: string;
  out?: string;
  float16?: boolean;
  history?: boolean;
  checkpoints?: string;
  checkpointCount?: number;
  log?: string;
}
