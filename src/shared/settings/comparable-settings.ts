// The settings in which variants of a run can differ, by name, with their choices.

import { CORPORA } from './corpora.ts';
import { MODEL_CHOICES, MODEL_SETTINGS, PART_SETTINGS } from './model-settings.ts';
import type { SettingInfo } from './setting-info.ts';
import { TRAINING_CHOICES, TRAINING_SETTINGS } from './training-settings.ts';

export interface ComparableSetting extends SettingInfo {
  readonly name: string;
  readonly section: 'model' | 'training';
  /** Absent for a number. */
  readonly choices?: Readonly<Record<string, SettingInfo>>;
}

/** Choices that are no numbers, by setting. */
export const SETTING_CHOICES: Readonly<Record<string, Readonly<Record<string, SettingInfo>>>> = {
  ...TRAINING_CHOICES,
  ...MODEL_CHOICES,
  corpus: CORPORA,
};

const YES_NO = { no: { label: 'No', help: '' }, yes: { label: 'Yes', help: '' } };
const BOOLEANS: ReadonlySet<string> = new Set(['tied', 'qkNorm', 'parallelResidual']);

export const isBooleanSetting = (name: string): boolean => BOOLEANS.has(name);

const settingsOf = (
  section: ComparableSetting['section'],
  infos: Readonly<Record<string, SettingInfo>>,
): ComparableSetting[] =>
  Object.entries(infos).map(([name, info]) => {
    const choices = isBooleanSetting(name) ? YES_NO : SETTING_CHOICES[name];
    return { name, section, label: info.label, help: info.help, ...(choices && { choices }) };
  });

export const COMPARABLE_SETTINGS: readonly ComparableSetting[] = [
  ...settingsOf('model', { ...PART_SETTINGS, ...MODEL_SETTINGS }),
  ...settingsOf('training', TRAINING_SETTINGS),
];

export const comparableSetting = (name: string): ComparableSetting | undefined =>
  COMPARABLE_SETTINGS.find((setting) => setting.name === name);
