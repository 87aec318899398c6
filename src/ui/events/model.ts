// Events about the transformer: create, train, open, save.

import type { Settings, WeightsChoice } from '../types/page.ts';
import { ElementEvent } from './element-event.ts';

/**
 * `create` trains a new model with the selected settings. The others act on the current model: `retrain` reinitializes
 * and trains it, `reset` only reinitializes it.
 */
export type RunAction = 'create' | 'train' | 'retrain' | 'pause' | 'step' | 'reset';

/** Controls the run. */
export class RunActionEvent extends ElementEvent<'lab-run'> {
  readonly action: RunAction;

  constructor(action: RunAction) {
    super('lab-run');
    this.action = action;
  }
}

/** Stops the reading of files or of a long text. */
export class StopReadingEvent extends ElementEvent<'lab-stop-reading'> {
  constructor() {
    super('lab-stop-reading');
  }
}

/** Replaces the model by a preset: the bundled trained model, or new weights, which then train. */
export class ModelChangeEvent extends ElementEvent<'lab-model'> {
  readonly preset: string;
  readonly weights: WeightsChoice;
  /** What the new model is to read, if that stays. */
  readonly prompt?: string;

  constructor(preset: string, weights: WeightsChoice, prompt?: string) {
    super('lab-model');
    this.prompt = prompt;
    this.preset = preset;
    this.weights = weights;
  }
}

/** Saves the current model as a file. */
export class ModelSaveEvent extends ElementEvent<'lab-model-save'> {
  constructor() {
    super('lab-model-save');
  }
}

/** Opens a model file, or weights with their configuration and tokenizer. */
export class ModelOpenEvent extends ElementEvent<'lab-model-open'> {
  readonly files: readonly File[];

  constructor(files: readonly File[]) {
    super('lab-model-open');
    this.files = files;
  }
}

/** Changes the settings of the next model; creates no model. */
export class SettingsChangeEvent extends ElementEvent<'lab-settings'> {
  readonly settings: Settings;

  constructor(settings: Settings) {
    super('lab-settings');
    this.settings = settings;
  }
}

/** The field of a setting gets or loses the focus. */
export class SettingFocusEvent extends ElementEvent<'lab-setting-focus'> {
  /** Empty when it is lost. */
  readonly setting: string;

  constructor(setting: string) {
    super('lab-setting-focus');
    this.setting = setting;
  }
}

declare global {
  interface HTMLElementEventMap {
    'lab-run': RunActionEvent;
    'lab-stop-reading': StopReadingEvent;
    'lab-model': ModelChangeEvent;
    'lab-model-save': ModelSaveEvent;
    'lab-model-open': ModelOpenEvent;
    'lab-settings': SettingsChangeEvent;
    'lab-setting-focus': SettingFocusEvent;
  }
}
