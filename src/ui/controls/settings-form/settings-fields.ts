// Fields of the transformer's settings form: labels and help texts.

import { MODEL_SETTINGS } from '../../../shared/settings/model-settings.ts';
import { isTrainingSettingUsed, TRAINING_SETTINGS } from '../../../shared/settings/training-settings.ts';
import type { TrainingConfig } from '../../../workers/rpc/api/lab-api.ts';
import type { Settings } from '../../types/page.ts';

export type ModelSetting = keyof typeof MODEL_SETTINGS;
export type TrainingSetting = keyof TrainingConfig;

interface Field<Key> {
  readonly key: Key;
  readonly label: string;
  readonly help: string;
}

export type ModelField = Field<ModelSetting> & { readonly kind: 'number' | 'boolean' | 'activation' };
export type TrainingField = Field<TrainingSetting>;

export const MODEL_FIELDS: readonly ModelField[] = (Object.keys(MODEL_SETTINGS) as ModelSetting[]).map(
  (key) => ({
    key,
    kind: key === 'tied' ? 'boolean' : key === 'activation' ? 'activation' : 'number',
    ...MODEL_SETTINGS[key],
  }),
);

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
