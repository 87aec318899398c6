// The parts of a model that differ from GPT-2's, in words.

import { msg } from '@lit/localize';
import { ACTIVATION_CHOICES, PART_CHOICES, PART_SETTINGS } from '../../../shared/settings/model-settings.ts';
import type { ModelConfig } from '../../../workers/rpc/api/lab-api.ts';
import { tickOf } from '../../format/numbers.ts';
import { engineText } from '../../languages/engine-text.ts';

const POSITIONS = { rotary: msg('positions: rotary'), none: msg('positions: none') };
const BIASES = {
  attention: msg('biases: attention'),
  qkv: msg('biases: queries, keys, values'),
  none: msg('biases: none'),
};
const NUMBERS = {
  keyValueHeads: msg('key and value heads'),
  headWidth: msg('head width'),
  rotaryBase: msg('rotary base'),
  rotaryFraction: msg('rotary fraction'),
  normEpsilon: msg('norm epsilon'),
  embeddingDropout: msg('embedding dropout'),
  attentionDropout: msg('attention dropout'),
  residualDropout: msg('residual dropout'),
};

/** A phrase for each part that the config sets to another choice than the default. */
export function partsSummary(config: Partial<ModelConfig>): string[] {
  const { activation, mlpWidth, norm, positions, biases, qkNorm, parallelResidual, init } = config;
  return [
    activation && activation !== 'gelu' && mlpWidth !== 0 && ACTIVATION_CHOICES[activation].label,
    norm && norm !== 'layer' && engineText(PART_CHOICES.norm[norm].label),
    positions && positions !== 'learned' && POSITIONS[positions],
    biases && biases !== 'all' && BIASES[biases],
    qkNorm && PART_SETTINGS.qkNorm.label,
    parallelResidual && msg('parallel residual'),
    init && init !== 'normal' && msg('init: residual-scaled'),
    ...(Object.keys(NUMBERS) as (keyof typeof NUMBERS)[]).map((name) => {
      const value = config[name];
      return value !== undefined && `${NUMBERS[name]}: ${tickOf(value)}`;
    }),
  ].filter((phrase) => typeof phrase === 'string');
}
