// Fields of the transformer's settings form: labels and help texts.

import { isTrainingSettingUsed, TRAINING_SETTINGS } from '../../../shared/settings/training-settings.ts';
import type { ModelConfig, TrainingConfig } from '../../../workers/rpc/api/lab-api.ts';
import type { Settings } from '../../types/page.ts';

export type ModelSetting = keyof Omit<ModelConfig, 'V'>;
export type TrainingSetting = keyof TrainingConfig;

interface Field<Key> {
  readonly key: Key;
  readonly label: string;
  readonly help: string;
}

export type ModelField = Field<ModelSetting> & { readonly kind: 'number' | 'boolean' | 'activation' };
export type TrainingField = Field<TrainingSetting>;

export const MODEL_FIELDS: readonly ModelField[] = [
  { key: 'L', kind: 'number', label: 'Layers (L)', help: 'blocks of attention and MLP in sequence' },
  {
    key: 'H',
    kind: 'number',
    label: 'Heads per layer (H)',
    help: 'attention heads; they divide the width evenly',
  },
  { key: 'C', kind: 'number', label: 'Width (C)', help: 'dimension of the residual stream' },
  { key: 'T', kind: 'number', label: 'Context (T)', help: 'tokens in the context window' },
  {
    key: 'mlpWidth',
    kind: 'number',
    label: 'MLP width',
    help: 'neurons in each MLP, usually 4 × width; 0 removes the MLPs',
  },
  {
    key: 'activation',
    kind: 'activation',
    label: 'Activation',
    help: 'nonlinearity of the neurons: GELU is smooth, ReLU is zero below zero',
  },
  {
    key: 'tied',
    kind: 'boolean',
    label: 'Tied embeddings',
    help: 'the unembedding matrix is the transposed embedding matrix',
  },
  { key: 'initStd', kind: 'number', label: 'Init std', help: 'standard deviation of the initial weights' },
];

/** AdamW's betas are set by links and on the command line only. */
const HIDDEN_FIELDS: readonly TrainingSetting[] = ['beta1', 'beta2'];

/** The fields that affect a run with this training. */
export const trainingFields = (training: Parameters<typeof isTrainingSettingUsed>[1]): TrainingField[] =>
  (Object.keys(TRAINING_SETTINGS) as TrainingSetting[])
    .filter((key) => !HIDDEN_FIELDS.includes(key) && isTrainingSettingUsed(key, training))
    .map((key) => ({ key, ...TRAINING_SETTINGS[key] }));

/** The settings with one changed value of the model; `undefined` restores the preset's value. */
export function withModel(settings: Settings, key: ModelSetting, value: unknown): Settings {
  return { ...settings, model: omitUndefined({ ...settings.model, [key]: value }) };
}

/** The settings with one changed value of the training; `undefined` restores the preset's value. */
export function withTraining(settings: Settings, key: TrainingSetting, value: unknown): Settings {
  return { ...settings, training: omitUndefined({ ...settings.training, [key]: value }) };
}

function omitUndefined<T extends object>(entries: T): Partial<T> {
  return Object.fromEntries(Object.entries(entries).filter(([, value]) => value !== undefined)) as Partial<T>;
}
