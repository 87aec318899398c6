// Events about the transformer: create, train, open, save.

import type { Settings, WeightsChoice } from '../types/page.ts';
import { defineEvent } from './element-event.ts';

/**
 * `create` trains a new model with the selected settings. The others act on the current model: `retrain` reinitializes
 * and trains it, `reset` only reinitializes it.
 */
export type RunAction = 'create' | 'train' | 'retrain' | 'pause' | 'step' | 'reset';

/** Controls the run. */
export class RunActionEvent extends defineEvent('lab-run', 'action')<[RunAction]> {}
/** Stops the reading of files or of a long text. */
export class StopReadingEvent extends defineEvent('lab-stop-reading') {}
/** Replaces the model by a preset: the bundled trained model, or new weights, which then train. A prompt stays if it is given. */
export class ModelChangeEvent extends defineEvent('lab-model', 'preset', 'weights', 'prompt')<
  [preset: string, weights: WeightsChoice, prompt?: string]
> {}
/** Saves the current model as a file. */
export class ModelSaveEvent extends defineEvent('lab-model-save') {}
/** Opens a model file, or weights with their configuration and tokenizer. */
export class ModelOpenEvent extends defineEvent('lab-model-open', 'files')<[readonly File[]]> {}
/** Changes the settings of the next model; creates no model. */
export class SettingsChangeEvent extends defineEvent('lab-settings', 'settings')<[Settings]> {}
/** The field of a setting gets the focus, or loses it (empty). */
export class SettingFocusEvent extends defineEvent('lab-setting-focus', 'setting')<[string]> {}
