// What is asked of the model: to be made, trained, taken from a file, saved.

import type { Settings, WeightsChoice } from '../types/page.ts';
import { bubbling } from './bubbling.ts';

/**
 * `create` makes a fresh model of the settings chosen and trains it; the others act on the current one: `again` trains
 * fresh weights of it from the first step, `reset` makes them and waits.
 */
export type RunAction = 'create' | 'train' | 'retrain' | 'pause' | 'step' | 'reset';

/** The visitor presses one of the run's buttons. */
export class RunActionEvent extends Event {
  static readonly type = 'lab-run';
  readonly action: RunAction;

  constructor(action: RunAction) {
    super(RunActionEvent.type, bubbling);
    this.action = action;
  }
}

/** The visitor wants a preset's model in place of the current one: the trained one that came with the page, or fresh weights that begin to train. */
export class ModelChangeEvent extends Event {
  static readonly type = 'lab-model';
  readonly preset: string;
  readonly weights: WeightsChoice;

  constructor(preset: string, weights: WeightsChoice) {
    super(ModelChangeEvent.type, bubbling);
    this.preset = preset;
    this.weights = weights;
  }
}

/** The visitor wants the current model as a file. */
export class ModelSaveEvent extends Event {
  static readonly type = 'lab-model-save';

  constructor() {
    super(ModelSaveEvent.type, bubbling);
  }
}

/** The visitor picked a model's files: one, or its weights with what belongs to them. */
export class ModelOpenEvent extends Event {
  static readonly type = 'lab-model-open';
  readonly files: readonly File[];

  constructor(files: readonly File[]) {
    super(ModelOpenEvent.type, bubbling);
    this.files = files;
  }
}

/** The visitor changes what the next model is to be; nothing is made yet. */
export class SettingsChangeEvent extends Event {
  static readonly type = 'lab-settings';
  readonly settings: Settings;

  constructor(settings: Settings) {
    super(SettingsChangeEvent.type, bubbling);
    this.settings = settings;
  }
}

declare global {
  interface HTMLElementEventMap {
    'lab-run': RunActionEvent;
    'lab-model': ModelChangeEvent;
    'lab-model-save': ModelSaveEvent;
    'lab-model-open': ModelOpenEvent;
    'lab-settings': SettingsChangeEvent;
  }
}
