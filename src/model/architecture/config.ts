// Hyperparameters of a transformer, and the limits within which it trains in a browser tab.

import type { FieldError } from '../../shared/field-error.ts';
import { memoize } from '../../shared/memoize.ts';
import { own } from '../../shared/own-record.ts';
import { limitProblem } from '../../shared/setting-limit.ts';
import {
  MODEL_CHOICES,
  MODEL_LIMITS,
  MODEL_SETTINGS,
  type ModelValues,
  PART_LIMITS,
  PART_NAMES,
  type PartValues,
  partDefaults,
} from '../../shared/settings/model-settings.ts';
import { pick } from '../../shared/settings/setting.ts';

/** Hyperparameters of a transformer; `shared/settings/model-settings.ts` has them. Optional parts have GPT-2's value by default. */
export interface ModelConfig extends ModelValues, Partial<PartValues> {
  /** Vocabulary size. */
  readonly V: number;
  /** Whose names and layout the weights have; by default GPT-2's where they have room for the parts, else Llama's. */
  readonly family?: FamilyName;
}

export type FamilyName = 'gpt2' | 'llama' | 'gpt_neox' | 'gpt_neo';
export const FAMILY_NAMES = ['gpt2', 'llama', 'gpt_neox', 'gpt_neo'] as const satisfies FamilyName[];

/** D: the width of each head. */
export function headWidth(config: Pick<ModelConfig, 'C' | 'H' | 'headWidth'>): number {
  return config.headWidth ?? partDefaults(config).headWidth;
}

/** The config with every part. */
export function withDefaults(config: ModelConfig) {
  const given = Object.entries(config).filter(([, value]) => value !== undefined);
  return { ...partDefaults(config), ...(Object.fromEntries(given) as unknown as ModelConfig) };
}

/** The parts with their defaults, and what follows from them. */
export const modelParts = memoize((config: ModelConfig) => {
  const { headWidth: D, rotaryFraction, ...parts } = pick(withDefaults(config), PART_NAMES);
  return {
    ...parts,
    D,
    /** Rotated entries of each head. */
    rotaryWidth: rotatedEntries(D, rotaryFraction),
    hasMlp: config.mlpWidth > 0,
    isGated: config.activation === 'swiglu',
    isParallel: parts.parallelResidual && config.mlpWidth > 0,
  };
});

/** Rounded down, as in `transformers`; but D · (k / D) can lie just below an even k, of which a file has the share k / D. */
function rotatedEntries(D: number, fraction: number): number {
  const even = 2 * Math.round((D * fraction) / 2);
  return Math.abs(D * fraction - even) < 1e-9 ? even : Math.floor(D * fraction);
}

/** The config without the optional parts that have their default. */
export function withoutDefaults(config: ModelConfig): ModelConfig {
  const { family, ...parts } = own(config);
  const defaults: Readonly<Record<string, unknown>> = partDefaults(config);
  const entries = Object.entries(parts).filter(
    ([name, value]) => value !== undefined && value !== defaults[name],
  );
  const result = own(Object.fromEntries(entries) as unknown as ModelConfig);
  return family === undefined || family === familyOf(result) ? result : own({ ...result, family });
}

/** GPT-2's names have room for learned positions, fused projections with biases, and an MLP without gate. */
export function familyOf(config: ModelConfig): FamilyName {
  const { positions, keyValueHeads, qkNorm, biases, isGated, isParallel } = modelParts(config);
  const isGpt2 =
    positions === 'learned' &&
    keyValueHeads === config.H &&
    biases === 'all' &&
    !(qkNorm || isGated || isParallel);
  return config.family ?? (isGpt2 ? 'gpt2' : 'llama');
}

/** Parts of which models that are only read have more: the limit is the memory for their weights. */
const UNLIMITED = new Set<string>(['keyValueHeads', 'headWidth'] satisfies (keyof ModelConfig)[]);

/** Choices by field; those of parts and the family may be absent. */
const CHOICES: Readonly<Record<string, readonly unknown[]>> = { ...MODEL_CHOICES, family: FAMILY_NAMES };

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
  if (config.headWidth === undefined && !Number.isInteger(config.C / config.H)) {
    add('C', `C is ${config.C} and H is ${config.H}; the width must divide evenly among the heads.`, 'H');
  }
  if (!Number.isInteger(config.V) || config.V < 2) {
    add('V', `V is ${config.V}; a vocabulary needs at least two tokens.`);
  }
  return [...problems, ...partProblems(config, trainable)];
}

const alternatives = (choices: readonly unknown[]) =>
  `${choices.slice(0, -1).join(', ')} or ${choices.at(-1)}`;

function partProblems(config: ModelConfig, trainable: boolean): FieldError[] {
  const problems: FieldError[] = [];
  for (const [field, choices] of Object.entries(CHOICES)) {
    const value = config[field as keyof ModelConfig];
    const isAbsent = value === undefined && !Object.hasOwn(MODEL_SETTINGS, field);
    if (!isAbsent && !choices.includes(value))
      problems.push({ field, message: `${field} is ${value}; it can be ${alternatives(choices)}.` });
  }
  for (const [field, limit] of Object.entries(PART_LIMITS)) {
    const value = config[field as keyof ModelConfig];
    const max = trainable || !UNLIMITED.has(field) ? limit.max : 1e9;
    if (value !== undefined) problems.push(...[limitProblem(field, value, { ...limit, max }) ?? []].flat());
  }
  if (problems.length > 0) return problems;
  const { keyValueHeads, positions, rotaryWidth, D, qkNorm, isGated } = modelParts(config);
  const family = familyOf(config);
  if (family !== 'llama' && (keyValueHeads !== config.H || qkNorm || isGated)) {
    const message = `family is ${family}; it has no room for shared keys and values, QK-norm or gates.`;
    problems.push({ field: 'family', message, relatedFields: ['keyValueHeads', 'qkNorm', 'activation'] });
  }
  if (config.H % keyValueHeads !== 0) {
    const message = `H is ${config.H} and keyValueHeads is ${keyValueHeads}; the heads must divide evenly among them.`;
    problems.push({ field: 'keyValueHeads', message, relatedFields: ['H'] });
  }
  if (positions === 'rotary' && Number.isInteger(D) && (rotaryWidth % 2 !== 0 || rotaryWidth === 0)) {
    const message = `rotary positions rotate ${rotaryWidth} of the ${D} numbers of a head; it must be an even number above 0.`;
    problems.push({ field: 'positions', message, relatedFields: ['rotaryFraction', 'headWidth', 'H', 'C'] });
  }
  return problems;
}
