// Hugging Face's `config.json` of every family, and the family of a model's files.

import {
  ACTIVATION_CHOICES,
  MODEL_SETTINGS,
  PART_CHOICES,
  PART_SETTINGS,
} from '../../shared/settings/model-settings.ts';
import {
  type FamilyName,
  familyOf,
  type ModelConfig,
  modelParts,
  withDefaults,
} from '../architecture/config.ts';
import type { FileFamily } from './file-family.ts';
import { gptNeoxFiles } from './gpt-neox/gpt-neox-files.ts';
import { gpt2Files } from './gpt2/gpt2-files.ts';
import { llamaFiles } from './llama/llama-files.ts';

const FAMILIES: Readonly<Record<FamilyName, FileFamily>> = {
  gpt2: gpt2Files,
  gpt_neox: gptNeoxFiles,
  llama: llamaFiles,
};

/** The files' family of a model. */
export function fileFamilyOf(config: ModelConfig): FileFamily {
  return FAMILIES[familyOf(config)];
}

/** For files without config.json: only GPT-2's tensors determine a config. */
export const inferConfig = gpt2Files.inferConfig;

const familyOfConfig = (value: unknown) =>
  typeof value === 'object' && value !== null && !('d_model' in value)
    ? Object.values(FAMILIES).find((family) => family.hasConfigKeys(value))
    : undefined;

/** Whether a config has Hugging Face's keys and not TransformerLens's. */
export function isHuggingFaceConfig(value: unknown): boolean {
  return familyOfConfig(value) !== undefined;
}

/** Throws one error that names the invalid key. The caller checks the sizes with `configProblems`. */
export function fromHuggingFace(value: unknown): ModelConfig {
  const family = familyOfConfig(value);
  if (!family) throw new Error('config: it has the keys of no family of models.');
  return family.readConfig(value);
}

/** The keys of the `transformers` library: those of its model of the family, which may lack parts of this one. */
export function toHuggingFace(config: ModelConfig): Readonly<Record<string, unknown>> {
  return fileFamilyOf(config).writeConfig(config);
}

/** Names in messages, by `model_type`. */
const MODEL_TYPES: Readonly<Record<string, string>> = { qwen2: 'Qwen2', qwen3: 'Qwen3' };

/** The config for the `transformers` library. Throws one sentence with the parts that its model lacks. */
export function toPythonConfig(config: ModelConfig): Readonly<Record<string, unknown>> {
  const { label, readConfig } = fileFamilyOf(config);
  const file = toHuggingFace(config);
  const parts = lackingParts(config, readConfig(file));
  if (parts.length === 0) return file;
  const name = MODEL_TYPES[String(file.model_type)] ?? label;
  throw new Error(`Python’s transformers has no ${name} with these parts: ${parts.join(', ')}.`);
}

const SETTINGS = { ...MODEL_SETTINGS, ...PART_SETTINGS };
const CHOICES: Readonly<Record<string, Readonly<Record<string, { label: string }>>>> = {
  activation: ACTIVATION_CHOICES,
  ...PART_CHOICES,
};

/** The parts that differ in the model that `transformers` reads, and MLPs of no width. */
function lackingParts(config: ModelConfig, read: ModelConfig): string[] {
  const [own, other] = [effectiveParts(config), effectiveParts(read)];
  return Object.entries(SETTINGS)
    .filter(
      ([key]) => (key in own && own[key] !== other[key]) || (key === 'mlpWidth' && config.mlpWidth === 0),
    )
    .map(([key, { label }]) => {
      const value = withDefaults(config)[key as keyof typeof SETTINGS];
      const shown = typeof value === 'boolean' ? (value ? 'yes' : 'no') : value;
      return `${label} = ${CHOICES[key]?.[String(value)]?.label ?? shown}`;
    });
}

/** The parts with an effect after training: those of rotations or MLPs only in models that have them. */
function effectiveParts(config: ModelConfig): Readonly<Record<string, unknown>> {
  const { rotaryBase, rotaryFraction, activation, parallelResidual, ...others } = withDefaults(config);
  const { embeddingDropout, attentionDropout, residualDropout, init, ...parts } = others;
  const { positions, rotaryWidth, hasMlp } = modelParts(config);
  return {
    ...parts,
    ...(positions === 'rotary' && { rotaryBase, rotaryFraction: rotaryWidth }),
    ...(hasMlp && { activation, parallelResidual }),
  };
}
