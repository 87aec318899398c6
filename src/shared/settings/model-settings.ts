// Settings of the model and of its data: explanations and choices.

import type { SettingInfo } from './setting-info.ts';

export const ACTIVATION_CHOICES = {
  gelu: { label: 'GELU', help: 'smooth nonlinearity of the neurons (Hendrycks & Gimpel 2016)' },
  relu: { label: 'ReLU', help: 'nonlinearity of the neurons, zero below zero (Nair & Hinton 2010)' },
} as const satisfies Record<string, SettingInfo>;

export const MODEL_SETTINGS = {
  L: { label: 'Layers (L)', help: 'blocks of attention and MLP in sequence' },
  H: { label: 'Heads per layer (H)', help: 'attention heads; they divide the width evenly' },
  C: { label: 'Width (C)', help: 'dimension of the residual stream' },
  T: { label: 'Context (T)', help: 'tokens in the context window' },
  mlpWidth: { label: 'MLP width', help: 'neurons in each MLP, usually 4 × width; 0 removes the MLPs' },
  activation: { label: 'Activation', help: 'nonlinearity of the neurons' },
  tied: { label: 'Tied embeddings', help: 'the unembedding matrix is the transposed embedding matrix' },
  initStd: { label: 'Init std', help: 'standard deviation of the initial weights' },
} as const satisfies Record<string, SettingInfo>;

export const DATA_SETTINGS = {
  preset: { label: 'Preset', help: 'data, and the defaults of all other settings' },
  text: { label: 'Text', help: 'for the preset text: a UTF-8 file, instead of the built-in text' },
  tokenizer: { label: 'Tokenizer', help: 'of that text; byte-pair as in GPT-2 (Sennrich et al. 2016)' },
  vocabularySize: { label: 'Vocabulary size', help: 'tokens that byte-pair merging makes' },
} as const satisfies Record<string, SettingInfo>;
