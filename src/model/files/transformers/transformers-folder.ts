// The folder that `from_pretrained` of Python's `transformers` opens: config.json, model.safetensors and, where the model has a
// tokenizer, tokenizer.json.

import { elementCount } from '../../../kernels/shape.ts';
import { transformerParameters } from '../../architecture/architecture.ts';
import { familyOf, type ModelConfig } from '../../architecture/config.ts';
import type { WeightValues } from '../../architecture/weights.ts';
import type { TokenizerState } from '../../tokenizers/tokenizer.ts';
import { tokenizerJsonProblem, toTokenizerJson } from '../../tokenizers/write-tokenizer-json.ts';
import { type Checkpoint, writeCheckpoint } from '../checkpoint.ts';
import { llamaToGptNeox } from './llama-to-gpt-neox.ts';
import { toPythonModel } from './python-config.ts';

interface NamedFile {
  readonly name: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

export interface TransformersFolder {
  readonly files: readonly NamedFile[];
  /** One sentence on what was left out. */
  readonly notice?: string;
}

/** The weights' file is also a model file of this lab. Throws one sentence that names the parts that `transformers` lacks. */
export function toTransformersFolder(checkpoint: Checkpoint): TransformersFolder {
  const { config, file } = toPythonModel(checkpoint.config);
  const family = familyOf(checkpoint.config);
  const own =
    checkpoint.config.mlpWidth > 0 ? checkpoint.weights : withZeroMlps({ ...config, family }, checkpoint);
  const weights = familyOf(config) === family ? own : llamaToGptNeox(config, own);
  const model = { ...checkpoint, config, weights, moments: undefined, undo: undefined };
  const state = checkpoint.tokenizer?.state();
  const problem = state && tokenizerJsonProblem(state);
  const files = [
    jsonFile('config.json', file),
    { name: 'model.safetensors', bytes: writeCheckpoint(model) },
    ...(state && !problem ? tokenizerFiles(state, config) : []),
  ];
  return {
    files,
    ...(problem && { notice: `${problem} The export has none; its vocabulary is in model.safetensors.` }),
  };
}

/** The weights of a model without MLPs, and MLPs that add nothing. */
const withZeroMlps = (config: ModelConfig, { weights }: Checkpoint): WeightValues =>
  new Map(
    transformerParameters(config).map(({ name, shape, init }) => [
      name,
      weights.get(name) ?? new Float32Array(elementCount(shape)).fill(init === 'ones' ? 1 : 0),
    ]),
  );

const tokenizerFiles = (state: TokenizerState, { T }: ModelConfig): NamedFile[] => [
  jsonFile('tokenizer.json', toTokenizerJson(state)),
  jsonFile('tokenizer_config.json', {
    tokenizer_class: 'PreTrainedTokenizerFast',
    model_max_length: T,
    clean_up_tokenization_spaces: false,
  }),
];

const jsonFile = (name: string, value: unknown): NamedFile => ({
  name,
  bytes: new TextEncoder().encode(`${JSON.stringify(value, null, 2)}\n`),
});
