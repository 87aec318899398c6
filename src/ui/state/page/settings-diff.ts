// Differences between model settings and their preset.

import { changedTraining } from '../../../shared/settings/training-settings.ts';
import type { PresetInfo, RunRequest, TrainingConfig } from '../../../workers/rpc/api/lab-api.ts';
import type { LabState } from '../../types/lab.ts';
import type { Settings } from '../../types/page.ts';

type Defaults = Pick<PresetInfo, 'model' | 'training'>;

/** Whether both settings describe the same model; `preset` supplies omitted values. */
export function sameSettings(a: Settings, b: Settings, preset?: Defaults): boolean {
  return (
    a.preset === b.preset &&
    a.text === b.text &&
    a.corpus === b.corpus &&
    a.tokenizer === b.tokenizer &&
    a.vocabularySize === b.vocabularySize &&
    shallowEqual({ ...preset?.model, ...a.model }, { ...preset?.model, ...b.model }) &&
    shallowEqual(trainingOf(a, preset), trainingOf(b, preset))
  );
}

/** Settings of the data that presets leave out. */
const DATA_SETTINGS = [
  ...(['facts', 'text', 'corpus', 'tokenizer', 'vocabularySize', 'heldOut', 'splitSeed'] as const),
  ...(['syllables', 'fixedLength', 'modulus'] as const),
] satisfies (keyof RunRequest)[];

/** Whether a model is trained on its preset's own data, cut into the same tokens: its losses compare with the pretrained model's. */
export const usesPresetData = (settings: RunRequest): boolean =>
  DATA_SETTINGS.every((name) => settings[name] === undefined);

/** Whether the settings of the page are not those of the current model. */
export function hasPendingSettings(
  { run, presets }: Pick<LabState, 'run' | 'presets'>,
  settings: Settings,
): boolean {
  const preset = presets.find(({ name }) => name === settings.preset);
  return run !== undefined && !sameSettings(run.settings, settings, preset);
}

const trainingOf = ({ training = {} }: Settings, preset?: Defaults): object =>
  preset ? changedTraining(preset.training, training) : training;

/** The settings without the values that equal the preset's. */
export function diffFromPreset({ model, training, ...rest }: Settings, preset: Defaults): Settings {
  return {
    ...rest,
    model: diffEntries(preset.model, model),
    training: diffTraining(preset.training, training),
  };
}

/** Without the rates that the optimizer brings. */
function diffTraining(preset: TrainingConfig, { optimizer, ...others }: Partial<TrainingConfig> = {}) {
  const own = optimizer === preset.optimizer ? {} : { optimizer };
  return { ...diffEntries(changedTraining(preset, own), others), ...own };
}

function diffEntries<T extends object>(defaults: T, values: Partial<T> = {}): Partial<T> {
  const changed = Object.entries(values).filter(([name, value]) => value !== defaults[name as keyof T]);
  return Object.fromEntries(changed) as Partial<T>;
}

function shallowEqual(a: object, b: object): boolean {
  const left: Record<string, unknown> = { ...a };
  const right: Record<string, unknown> = { ...b };
  return Object.keys({ ...left, ...right }).every((name) => left[name] === right[name]);
}
