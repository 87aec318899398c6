// The config.json for Python's `transformers`, under the family whose model there has all parts of this one.

import { ALL_MODEL_SETTINGS, type ModelSettingName } from '../../../shared/settings/model-settings.ts';
import type { Setting } from '../../../shared/settings/setting.ts';
import {
  configProblems,
  type FamilyName,
  familyOf,
  type ModelConfig,
  modelParts,
  withDefaults,
} from '../../architecture/config.ts';
import { fileFamilyOf, typeLabel } from '../hugging-face-config.ts';

interface PythonModel {
  /** With the family of the exported weights. */
  readonly config: ModelConfig;
  readonly file: Readonly<Record<string, unknown>>;
}

/** Families that have the weights of another one under other names, by that one. */
const ALTERNATIVES: Readonly<Partial<Record<FamilyName, FamilyName>>> = { llama: 'gpt_neox' };

/** Throws one sentence with the parts that the model of `transformers` lacks. */
export function toPythonModel(config: ModelConfig): PythonModel {
  const own = pythonModel(config);
  const parts = lackingParts(own);
  if (parts.length === 0) return own;
  const family = familyOf(config);
  const alternative = pythonModel({ ...config, family: ALTERNATIVES[family] ?? family });
  const isPossible = configProblems(alternative.config, { trainable: false }).length === 0;
  if (isPossible && lackingParts(alternative).length === 0) return alternative;
  const name = typeLabel(own.file) ?? fileFamilyOf(config).label;
  throw new Error(`Python’s transformers has no ${name} with these parts: ${parts.join(', ')}.`);
}

function pythonModel(own: ModelConfig): PythonModel {
  const config = withMlps(own);
  return { config, file: fileFamilyOf(config).writeConfig(config) };
}

/** `transformers` has no models without MLPs. One neuron with weights of 0 adds nothing, whatever its activation. */
function withMlps(config: ModelConfig): ModelConfig {
  if (config.mlpWidth > 0) return config;
  const activation = familyOf(config) === 'llama' ? 'swiglu' : 'gelu';
  return { ...config, mlpWidth: 1, activation, parallelResidual: false };
}

/** The parts that differ in the model that `transformers` reads, and sizes that it refuses. */
function lackingParts({ config, file }: PythonModel): string[] {
  const own = effectiveParts(config);
  const read = effectiveParts(fileFamilyOf(config).readConfig(file));
  const isRefused: Readonly<Record<string, boolean>> = {
    // Llama's width is a multiple of its heads, whatever their width.
    headWidth: file.model_type === 'llama' && config.C % config.H !== 0,
  };
  return Object.entries<Setting>(ALL_MODEL_SETTINGS)
    .filter(([key]) => (key in own && own[key] !== read[key]) || isRefused[key])
    .map(([key, { label, choices }]) => {
      const value = withDefaults(config)[key as ModelSettingName];
      const shown = typeof value === 'boolean' ? (value ? 'yes' : 'no') : value;
      return `${label} = ${choices?.[String(value)]?.label ?? shown}`;
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
