// Differences between model settings and their preset.

import { changedTraining } from '../../../shared/settings/training-settings.ts';
import type { PresetInfo, TrainingConfig } from '../../../workers/rpc/api/lab-api.ts';
import type { Settings } from '../../types/page.ts';

type Defaults = Pick<PresetInfo, 'model' | 'training'>;

/** Whether both settings describe the same model; `preset` supplies omitted values. */
export function sameSettings(a: Settings, b: Settings, preset?: Defaults): boolean {
  return (
    shallowEqual(dataOf(a), dataOf(b)) &&
    shallowEqual({ ...preset?.model, ...a.model }, { ...preset?.model, ...b.model }) &&
    shallowEqual(trainingOf(a, preset), trainingOf(b, preset))
  );
}

const dataOf = ({ model: _, training: __, ...data }: Settings): object => data;

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
