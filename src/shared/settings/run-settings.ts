// All settings of a run, by section.

import { DATA_SETTINGS } from './data-settings.ts';
import { ALL_MODEL_SETTINGS } from './model-settings.ts';
import { limitsOf, type SettingTable } from './setting.ts';
import { TRAINING_SETTINGS } from './training-settings.ts';

export const RUN_SETTINGS = {
  data: DATA_SETTINGS,
  model: ALL_MODEL_SETTINGS,
  training: TRAINING_SETTINGS,
} as const satisfies Record<string, SettingTable>;

export type SettingSection = keyof typeof RUN_SETTINGS;
export const SETTING_SECTIONS = Object.keys(RUN_SETTINGS) as SettingSection[];

/** The range of every setting that is a number. Names are unique among the sections. */
export const SETTING_LIMITS = limitsOf({ ...DATA_SETTINGS, ...ALL_MODEL_SETTINGS, ...TRAINING_SETTINGS });
