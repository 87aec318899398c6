// Differences between model settings and their preset.

import type { PresetInfo } from '../../../workers/rpc/api/lab-api.ts';
import type { Settings } from '../../types/page.ts';

type Defaults = Pick<PresetInfo, 'model' | 'training'>;

/** Whether both would make the same model, whichever way they say so; `preset` fills in what they leave out. */
export function sameSettings(a: Settings, b: Settings, preset?: Defaults): boolean {
  return (
    a.preset === b.preset &&
    a.text === b.text &&
    a.tokenizer === b.tokenizer &&
    a.vocabularySize === b.vocabularySize &&
    shallowEqual({ ...preset?.model, ...a.model }, { ...preset?.model, ...b.model }) &&
    shallowEqual({ ...preset?.training, ...a.training }, { ...preset?.training, ...b.training })
  );
}

/** The settings without what the preset says anyway. */
export function diffFromPreset({ model, training, ...rest }: Settings, preset: Defaults): Settings {
  return {
    ...rest,
    model: diffEntries(preset.model, model),
    training: diffEntries(preset.training, training),
  };
}

function diffEntries<T extends object>(defaults: T, values: Partial<T> = {}): Partial<T> {
  const changed = Object.entries(values).filter(([name, value]) => value !== defaults[name as keyof T]);
  return Object.fromEntries(changed) as Partial<T>;
}

function shallowEqual(a: object, b: object): boolean {
  const one: Record<string, unknown> = { ...a };
  const other: Record<string, unknown> = { ...b };
  return Object.keys({ ...one, ...other }).every((name) => one[name] === other[name]);
}
