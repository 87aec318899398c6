// Hyperparameters of a transformer, and the limits within which it trains in a browser tab.

import type { FieldError } from '../../shared/field-error.ts';
import type { SettingLimit } from '../../shared/setting-limit.ts';

/** Hyperparameters of GPT-2's architecture. */
export interface ModelConfig {
  /** Layers (blocks). */
  readonly L: number;
  /** Attention heads a layer. */
  readonly H: number;
  /** Width of the residual stream. */
  readonly C: number;
  /** Context length, in tokens. */
  readonly T: number;
  /** Vocabulary size. */
  readonly V: number;
  /** Neurons of each MLP, usually 4 C; 0 for an attention-only model. */
  readonly mlpWidth: number;
  readonly activation: 'gelu' | 'relu';
  /** Whether the unembedding is the transposed embedding. */
  readonly tied: boolean;
  /** Standard deviation of the initial weights. */
  readonly initStd: number;
}

/** D: the width of each head. */
export function headWidth({ C, H }: Pick<ModelConfig, 'C' | 'H'>): number {
  return C / H;
}

/** GPT-2's layer norm epsilon, the only supported value. */
export const LAYER_NORM_EPSILON = 1e-5;

/** Range of each hyperparameter for training, with the reason for the limit. */
export const MODEL_LIMITS = {
  L: { min: 1, max: 8, isInteger: true, reason: 'deeper models train too slowly to watch' },
  H: { min: 1, max: 16, isInteger: true, reason: 'every head has to fit on the screen' },
  C: { min: 16, max: 512, isInteger: true, reason: 'wider models exceed the memory of a tab' },
  T: { min: 8, max: 512, isInteger: true, reason: 'attention costs grow with the square of the context' },
  mlpWidth: { min: 0, max: 2048, isInteger: true, reason: 'that is four times the widest model' },
  initStd: { min: 0.001, max: 0.5, isInteger: false, reason: 'models do not learn outside this range' },
} as const satisfies Record<string, SettingLimit>;

const ACTIVATIONS: readonly ModelConfig['activation'][] = ['gelu', 'relu'];

/** The errors of a config; empty if the model can be built. `MODEL_LIMITS` apply to trainable models only. */
export function configProblems(config: ModelConfig, { trainable = true } = {}): FieldError[] {
  const problems: FieldError[] = [];
  const add = (field: keyof ModelConfig, message: string, ...relatedFields: string[]) =>
    problems.push({ field, message, ...(relatedFields.length > 0 && { relatedFields }) });
  for (const name of Object.keys(MODEL_LIMITS) as (keyof typeof MODEL_LIMITS)[]) {
    const { min, max, isInteger, reason } = MODEL_LIMITS[name];
    const value = config[name];
    const minimum = min < 1 ? 0 : 1;
    if (!Number.isFinite(value) || (isInteger && !Number.isInteger(value))) {
      add(name, `${name} is ${value}; it must be a ${isInteger ? 'whole ' : ''}number.`);
    } else if (trainable && (value < min || value > max)) {
      add(name, `${name} is ${value}; it can be ${min} to ${max}: ${reason}.`);
    } else if (value < minimum) add(name, `${name} is ${value}; it must be at least ${minimum}.`);
  }
  if (!Number.isInteger(config.C / config.H)) {
    add('C', `C is ${config.C} and H is ${config.H}; the width must divide evenly among the heads.`, 'H');
  }
  if (!Number.isInteger(config.V) || config.V < 2) {
    add('V', `V is ${config.V}; a vocabulary needs at least two tokens.`);
  }
  if (!ACTIVATIONS.includes(config.activation)) {
    add('activation', `activation is ${config.activation}; it can be ${ACTIVATIONS.join(' or ')}.`);
  }
  if (typeof config.tied !== 'boolean') add('tied', `tied is ${config.tied}; it can be true or false.`);
  return problems;
}
