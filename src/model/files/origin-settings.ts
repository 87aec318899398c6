// The settings of a run in its file: with the learning rates that its optimizer brings, since such defaults may change, and the
// optimizer that they mean.

import { own } from '../../shared/own-record.ts';
import {
  bringsLearningRate,
  changedTraining,
  type OptimizerName,
} from '../../shared/settings/training-settings.ts';
import { PRESETS } from '../training/presets.ts';
import type { RunSettings } from '../training/run-plan.ts';

export const toOriginSettings = (settings: RunSettings): RunSettings =>
  withLearningRates(settings, settings.training);

/** Inverse of `toOriginSettings`. Files without learning rates were written before optimizers brought any: they had the preset's. */
export function fromOriginSettings(settings: RunSettings): RunSettings {
  const { optimizer: _, ...others } = settings.training ?? {};
  return withLearningRates(settings, others);
}

/** The optimizer of a run with these settings: its preset's, if they name none. */
export const optimizerOf = ({ preset, training }: RunSettings): OptimizerName =>
  own({ ...presetOf(preset)?.training, ...training }).optimizer ?? 'adamw';

const presetOf = (preset: string) => PRESETS.find(({ name }) => name === preset);

function withLearningRates(settings: RunSettings, changes: RunSettings['training']): RunSettings {
  const preset = presetOf(settings.preset);
  if (!preset || !bringsLearningRate(settings.training?.optimizer)) return settings;
  const { learningRate, minLearningRate } = changedTraining(preset.training, changes);
  return own({ ...settings, training: own({ ...settings.training, learningRate, minLearningRate }) });
}
