// Hugging Face's `config.json` of every family, and the family of a model's files.

import { type FamilyName, familyOf, type ModelConfig } from '../architecture/config.ts';
import type { FileFamily } from './file-family.ts';
import { gptNeoFiles } from './gpt-neo/gpt-neo-files.ts';
import { gptNeoxFiles } from './gpt-neox/gpt-neox-files.ts';
import { gpt2Files } from './gpt2/gpt2-files.ts';
import { llamaFiles } from './llama/llama-files.ts';
import { rejectUnsupportedKeys } from './unsupported-keys.ts';

const FAMILIES: Readonly<Record<FamilyName, FileFamily>> = {
  gpt2: gpt2Files,
  gpt_neo: gptNeoFiles,
  gpt_neox: gptNeoxFiles,
  llama: llamaFiles,
};

/** Types of a family that have names of their own. */
const TYPE_LABELS: Readonly<Record<string, string>> = { qwen2: 'Qwen2', qwen3: 'Qwen3' };

/** The name of a config's type, where it is not the family's. */
export const typeLabel = (config: unknown): string | undefined =>
  TYPE_LABELS[String((config as { model_type?: unknown } | undefined)?.model_type)];

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
  rejectUnsupportedKeys(value as object);
  return family.readConfig(value);
}

/** The keys of the `transformers` library: those of its model of the family, which may lack parts of this one. */
export function toHuggingFace(config: ModelConfig): Readonly<Record<string, unknown>> {
  return fileFamilyOf(config).writeConfig(config);
}
