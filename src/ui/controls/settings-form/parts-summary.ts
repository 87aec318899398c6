// The parts of a model that differ from GPT-2's, in words.

import { msg } from '@lit/localize';
import {
  ACTIVATION_CHOICES,
  PART_SETTINGS,
  type PartName,
  type PartValues,
} from '../../../shared/settings/model-settings.ts';
import type { ModelConfig } from '../../../workers/rpc/api/lab-api.ts';
import { tickOf } from '../../format/numbers.ts';
import { engineText } from '../../languages/engine-text.ts';

const POSITIONS = { rotary: msg('positions: rotary'), none: msg('positions: none') };
const BIASES = {
  attention: msg('biases: attention'),
  qkv: msg('biases: queries, keys, values'),
  none: msg('biases: none'),
};

type Phrase = string | false | undefined;
const number = (name: string) => (value: number) => `${name}: ${tickOf(value)}`;

/** What a part that is not GPT-2's is called, in this order. */
const PHRASES: { readonly [Part in PartName]: (value: PartValues[Part]) => Phrase } = {
  norm: (norm) => norm !== 'layer' && engineText(PART_SETTINGS.norm.choices[norm].label),
  positions: (positions) => positions !== 'learned' && POSITIONS[positions],
  biases: (biases) => biases !== 'all' && BIASES[biases],
  qkNorm: (isOn) => isOn && PART_SETTINGS.qkNorm.label,
  parallelResidual: (isOn) => isOn && msg('parallel residual'),
  init: (init) => init !== 'normal' && msg('init: residual-scaled'),
  keyValueHeads: number(msg('key and value heads')),
  headWidth: number(msg('head width')),
  rotaryBase: number(msg('rotary base')),
  rotaryFraction: number(msg('rotary fraction')),
  normEpsilon: number(msg('norm epsilon')),
  embeddingDropout: number(msg('embedding dropout')),
  attentionDropout: number(msg('attention dropout')),
  residualDropout: number(msg('residual dropout')),
};

/** A phrase for each part that the config sets to another choice than the default. */
export function partsSummary(config: Partial<ModelConfig>): string[] {
  const { activation, mlpWidth } = config;
  const phraseOf = <Part extends PartName>(part: Part): Phrase => {
    const value = config[part];
    return value !== undefined && PHRASES[part](value as PartValues[Part]);
  };
  return [
    activation && activation !== 'gelu' && mlpWidth !== 0 && ACTIVATION_CHOICES[activation].label,
    ...(Object.keys(PHRASES) as PartName[]).map(phraseOf),
  ].filter((phrase) => typeof phrase === 'string');
}
