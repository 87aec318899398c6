// Fields of the transformer's settings form: what they are called, how they are grouped, and what a change makes of the settings.

import { msg } from '@lit/localize';
import { type BlockName, blockParts } from '../../../shared/settings/blocks.ts';
import {
  ALL_MODEL_SETTINGS,
  isModelSettingUsed,
  type ModelSettingName,
  partDefaults,
  type SettingGroup,
} from '../../../shared/settings/model-settings.ts';
import type { Setting } from '../../../shared/settings/setting.ts';
import { isTrainingSettingUsed, TRAINING_SETTINGS } from '../../../shared/settings/training-settings.ts';
import type { ModelConfig, PresetInfo, TrainingConfig } from '../../../workers/rpc/api/lab-api.ts';
import type { Settings } from '../../types/page.ts';

export type TrainingSetting = keyof TrainingConfig;

export interface Field<Key extends string = string> extends Setting {
  readonly key: Key;
}

const modelFields = (wanted: SettingGroup): Field<ModelSettingName>[] =>
  (Object.keys(ALL_MODEL_SETTINGS) as ModelSettingName[])
    .filter((key) => ALL_MODEL_SETTINGS[key].group === wanted)
    .map((key) => ({ key, ...ALL_MODEL_SETTINGS[key] }));

/** What every model needs. */
export const SIZE_FIELDS = modelFields('sizes');

const PART_GROUPS: Readonly<Record<Exclude<SettingGroup, 'sizes'>, string>> = {
  norm: msg('Norm'),
  positions: msg('Positions'),
  attention: msg('Attention'),
  mlp: msg('MLP and residual stream'),
  weights: msg('Embeddings and initial weights'),
  dropout: msg('Dropout'),
};

/** The groups with those of their fields that affect this model. */
export const partGroups = (model: ModelConfig) =>
  (Object.keys(PART_GROUPS) as (keyof typeof PART_GROUPS)[]).map((group) => ({
    legend: PART_GROUPS[group],
    fields: modelFields(group).filter(({ key }) => isModelSettingUsed(key, model)),
  }));

/** AdamW's betas are set by links and on the command line only. */
const HIDDEN_FIELDS: readonly TrainingSetting[] = ['beta1', 'beta2'];

/** The fields that affect a run with this training. */
export const trainingFields = (
  training: Parameters<typeof isTrainingSettingUsed>[1],
): Field<TrainingSetting>[] =>
  (Object.keys(TRAINING_SETTINGS) as TrainingSetting[])
    .filter((key) => !HIDDEN_FIELDS.includes(key) && isTrainingSettingUsed(key, training))
    .map((key) => ({ key, ...TRAINING_SETTINGS[key] }));

/** The model of the settings, with every part. */
export function resolveModel({ model: defaults }: PresetInfo, { model }: Settings) {
  const given = { ...defaults, ...model };
  return { ...partDefaults(given), ...given };
}

/** The settings with changed values of the model; `undefined` restores the preset's value. */
export function withModel(settings: Settings, changes: Readonly<Record<string, unknown>>): Settings {
  return { ...settings, model: omitUndefined({ ...settings.model, ...changes }) };
}

/** The settings with the parts of a block, as far as they differ from the preset's. */
export function withBlock(preset: PresetInfo, settings: Settings, name: BlockName): Settings {
  const defaults: Readonly<Record<string, unknown>> = {
    ...partDefaults(resolveModel(preset, settings)),
    ...preset.model,
  };
  const parts = Object.entries(blockParts(name, resolveModel(preset, settings)));
  return withModel(
    settings,
    Object.fromEntries(parts.map(([key, value]) => [key, value === defaults[key] ? undefined : value])),
  );
}

/** The settings with one changed value of the training; `undefined` restores the preset's value. */
export function withTraining(settings: Settings, key: TrainingSetting, value: unknown): Settings {
  return { ...settings, training: omitUndefined({ ...settings.training, [key]: value }) };
}

function omitUndefined<T extends object>(entries: T): Partial<T> {
  return Object.fromEntries(Object.entries(entries).filter(([, value]) => value !== undefined)) as Partial<T>;
}
