// The settings of a run in its file: with the learning rates that its optimizer brings, since such defaults may change.

import { own } from '../../shared/own-record.ts';
import { bringsLearningRate, changedTraining } from '../../shared/settings/training-settings.ts';
import { PRESETS } from '../training/presets.ts';
import type { RunSettings } from '../training/run-plan.ts';

export const toOriginSettings = (settings: RunSettings): RunSettings =>
  withLearningRates(settings, settings.training);

/** Inverse of `toOriginSettings`. Files without learning rates were written before optimizers brought any: they had the preset's. */
export function fromOriginSettings(settings: RunSettings): RunSettings {
  const { optimizer: _, ...others } = settings.training ?? {};
  return withLearningRates(settings, others);
}

function withLearningRates(settings: RunSettings, changes: RunSettings['training']): RunSettings {
  const preset = PRESETS.find(({ name }) => name === settings.preset);
  if (!preset || !bringsLearningRate(settings.training?.optimizer)) return settings;
  const { learningRate, minLearningRate } = changedTraining(preset.training, changes);
  return own({ ...settings, training: own({ ...settings.training, learningRate, minLearningRate }) });
}
