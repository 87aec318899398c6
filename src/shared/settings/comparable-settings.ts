// The settings in which variants of a run can differ, by name, with their choices.

import { ALL_MODEL_SETTINGS } from './model-settings.ts';
import { type Setting, type SettingTable, YES_NO } from './setting.ts';
import { TRAINING_SETTINGS } from './training-settings.ts';

export interface ComparableSetting extends Setting {
  readonly name: string;
  readonly section: 'model' | 'training';
}

const settingsOf = (section: ComparableSetting['section'], table: SettingTable): ComparableSetting[] =>
  Object.entries(table).map(([name, setting]) => ({ ...setting, name, section }));

export const COMPARABLE_SETTINGS: readonly ComparableSetting[] = [
  ...settingsOf('model', ALL_MODEL_SETTINGS),
  ...settingsOf('training', TRAINING_SETTINGS),
];

export const comparableSetting = (name: string): ComparableSetting | undefined =>
  COMPARABLE_SETTINGS.find((setting) => setting.name === name);

export const isBooleanSetting = (name: string): boolean => comparableSetting(name)?.choices === YES_NO;
