// The size and kind of a transformer, with the limits a browser tab can train and the sentence for each that is broken.

import type { FieldError } from '../../shared/field-error.ts';

/** GPT-2's architecture in the lab's letters. */
export interface ModelConfig {
  /** Layers (blocks). */
  readonly L: number;
  /** Heads a layer. */
  readonly H: number;
  /** Model width. */
  readonly C: number;
  /** Longest context, in tokens. */
  readonly T: number;
  /** Vocabulary. */
  readonly V: number;
  /** Neurons of an MLP, usually 4 C; 0 leaves the MLPs out. */
  readonly mlpWidth: number;
  readonly activation: 'gelu' | 'relu';
  /** Whether the unembedding is the embedding, transposed. */
  readonly tied: boolean;
  /** Standard deviation of the initial weights. */
  readonly initStd: number;
}

/** GPT-2's layer norm epsilon, the only one the lab knows. */
export const LAYER_NORM_EPSILON = 1e-5;

/** What can be trained here, by setting: least, most, and why there is a limit. */
export const MODEL_LIMITS = {
  L: { least: 1, most: 8, whole: true, why: 'deeper models train too slowly to watch' },
  H: { least: 1, most: 16, whole: true, why: 'every head has to fit on the screen' },
  C: { least: 16, most: 512, whole: true, why: 'wider models do not fit a tab’s memory and patience' },
  T: { least: 8, most: 512, whole: true, why: 'attention grows with the square of the context' },
  mlpWidth: { least: 0, most: 2048, whole: true, why: 'that is four times the widest model' },
  initStd: { least: 0.001, most: 0.5, whole: false, why: 'outside it nothing is learnt' },
} as const;

const ACTIVATIONS: readonly ModelConfig['activation'][] = ['gelu', 'relu'];

/** The errors of a config; empty if the network can be built. Limits hold for training only. */
export function configProblems(config: ModelConfig, { trainable = true } = {}): FieldError[] {
  const problems: FieldError[] = [];
  const add = (field: keyof ModelConfig, message: string, ...relatedFields: string[]) =>
    problems.push({ field, message, ...(relatedFields.length > 0 && { relatedFields }) });
  for (const name of Object.keys(MODEL_LIMITS) as (keyof typeof MODEL_LIMITS)[]) {
    const { least, most, whole, why } = MODEL_LIMITS[name];
    const value = config[name];
    const minimum = least < 1 ? 0 : 1;
    if (!Number.isFinite(value) || (whole && !Number.isInteger(value))) {
      add(name, `${name} is ${value}; it must be a ${whole ? 'whole ' : ''}number.`);
    } else if (trainable && (value < least || value > most)) {
      add(name, `${name} is ${value}; it can be ${least} to ${most}: ${why}.`);
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
