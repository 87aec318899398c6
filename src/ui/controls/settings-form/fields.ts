// The settings that can be chosen: what each is called and what it does, in words for a newcomer.

import type { ModelConfig, TrainingConfig } from '../../../workers/rpc/api/lab-api.ts';
import type { Settings } from '../../types/page.ts';

export type ModelSetting = keyof Omit<ModelConfig, 'V'>;
export type TrainingSetting = keyof TrainingConfig;

interface Field<Key> {
  key: Key;
  label: string;
  /** What it does. */
  help: string;
}

/** Told apart by the kind of control they need. */
export type ModelField = Field<ModelSetting> & { kind: 'number' | 'boolean' | 'activation' };
export type TrainingField = Field<TrainingSetting> & { kind: 'number' };

export const MODEL_FIELDS: readonly ModelField[] = [
  { key: 'L', kind: 'number', label: 'Layers (L)', help: 'blocks of attention and MLP, one after another' },
  {
    key: 'H',
    kind: 'number',
    label: 'Heads in each layer (H)',
    help: 'ways of looking back, side by side; they share the width evenly',
  },
  { key: 'C', kind: 'number', label: 'Width (C)', help: 'numbers in the vector of each token' },
  { key: 'T', kind: 'number', label: 'Context (T)', help: 'tokens it sees at once' },
  {
    key: 'mlpWidth',
    kind: 'number',
    label: 'Neurons in each MLP',
    help: 'usually four times the width; 0 leaves the MLPs out',
  },
  {
    key: 'activation',
    kind: 'activation',
    label: 'Activation',
    help: 'what a neuron makes of its input: GELU is smooth, ReLU cuts off below zero',
  },
  {
    key: 'tied',
    kind: 'boolean',
    label: 'One table for in and out',
    help: 'the embedding, turned round, also scores the next token',
  },
  {
    key: 'initStd',
    kind: 'number',
    label: 'Initial spread',
    help: 'standard deviation of the random weights at the start',
  },
];

export const TRAINING_FIELDS: readonly TrainingField[] = [
  { key: 'steps', kind: 'number', label: 'Steps', help: 'how often the weights are nudged' },
  {
    key: 'B',
    kind: 'number',
    label: 'Rows in each batch (B)',
    help: 'stretches of text that each step learns from',
  },
  { key: 'learningRate', kind: 'number', label: 'Learning rate', help: 'size of a nudge, at its largest' },
  {
    key: 'minLearningRate',
    kind: 'number',
    label: 'Last learning rate',
    help: 'what the nudges shrink to at the end',
  },
  {
    key: 'warmupSteps',
    kind: 'number',
    label: 'Warm-up steps',
    help: 'over which the learning rate rises from nothing',
  },
  {
    key: 'weightDecay',
    kind: 'number',
    label: 'Weight decay',
    help: 'pulls weights that are not needed towards zero',
  },
  {
    key: 'clipNorm',
    kind: 'number',
    label: 'Longest gradient',
    help: 'longer ones are shortened to this; 0 leaves them alone',
  },
  {
    key: 'seed',
    kind: 'number',
    label: 'Seed',
    help: 'of everything random: the same seed gives the same run',
  },
];

/** The settings with one value of the model changed; `undefined` takes the preset's own again. */
export function withModel(settings: Settings, key: ModelSetting, value: unknown): Settings {
  return { ...settings, model: omitUndefined({ ...settings.model, [key]: value }) };
}

/** The same for one value of the training. */
export function withTraining(settings: Settings, key: TrainingSetting, value: unknown): Settings {
  return { ...settings, training: omitUndefined({ ...settings.training, [key]: value }) };
}

function omitUndefined<T extends object>(entries: T): Partial<T> {
  return Object.fromEntries(Object.entries(entries).filter(([, value]) => value !== undefined)) as Partial<T>;
}
