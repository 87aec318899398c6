// The settings in which variants of a run can differ, by name, with their choices.

import { ALL_MODEL_SETTINGS } from './model-settings.ts';
import { RUN_SETTINGS } from './run-settings.ts';
import { mapSettings, type Setting, type SettingInfo, YES_NO } from './setting.ts';
import { TRAINING_SETTINGS } from './training-settings.ts';

export interface ComparableSetting extends Setting {
  readonly name: string;
  readonly section: 'model' | 'training';
}

const { data, model, training } = RUN_SETTINGS;

/** Choices that are names, by setting. */
export const SETTING_CHOICES: Readonly<Record<string, Readonly<Record<string, SettingInfo>>>> = mapSettings(
  { ...training, ...model, ...data },
  ({ choices }) => (choices === YES_NO ? undefined : choices),
);

export const COMPARABLE_SETTINGS: readonly ComparableSetting[] = [
  ...Object.entries<Setting>(ALL_MODEL_SETTINGS).map(([name, setting]) => ({
    ...setting,
    name,
    section: 'model' as const,
  })),
  ...Object.entries<Setting>(TRAINING_SETTINGS).map(([name, setting]) => ({
    ...setting,
    name,
    section: 'training' as const,
  })),
];

export const comparableSetting = (name: string): ComparableSetting | undefined =>
  COMPARABLE_SETTINGS.find((setting) => setting.name === name);

export const isBooleanSetting = (name: string): boolean => comparableSetting(name)?.choices === YES_NO;
