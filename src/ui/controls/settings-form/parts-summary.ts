// The parts of a model that differ from GPT-2's, in words.

import { msg, str } from '@lit/localize';
import { ACTIVATION_CHOICES, PART_CHOICES, PART_SETTINGS } from '../../../shared/settings/model-settings.ts';
import type { ModelConfig } from '../../../workers/rpc/api/lab-api.ts';

/** A phrase for each part that the config sets to another choice than the default. */
export function partsSummary(config: Partial<ModelConfig>): string[] {
  const { activation, mlpWidth, norm, positions, biases, qkNorm, parallelResidual, init } = config;
  const sizes = ['keyValueHeads', 'headWidth', 'rotaryBase', 'rotaryFraction', 'normEpsilon'] as const;
  const rates = ['embeddingDropout', 'attentionDropout', 'residualDropout'] as const;
  return [
    activation && activation !== 'gelu' && mlpWidth !== 0 && ACTIVATION_CHOICES[activation].label,
    norm && norm !== 'layer' && PART_CHOICES.norm[norm].label,
    positions &&
      positions !== 'learned' &&
      msg(str`positions: ${PART_CHOICES.positions[positions].label.toLowerCase()}`),
    biases && biases !== 'all' && msg(str`biases: ${PART_CHOICES.biases[biases].label.toLowerCase()}`),
    qkNorm && PART_SETTINGS.qkNorm.label,
    parallelResidual && PART_SETTINGS.parallelResidual.label.toLowerCase(),
    init && init !== 'normal' && msg(str`init: ${PART_CHOICES.init[init].label.toLowerCase()}`),
    ...[...sizes, ...rates].map((name) => {
      const value = config[name];
      return value !== undefined && `${PART_SETTINGS[name].label.toLowerCase()}: ${value}`;
    }),
  ].filter((phrase) => typeof phrase === 'string');
}
