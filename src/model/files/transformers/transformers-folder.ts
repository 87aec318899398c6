// The folder that `from_pretrained` of Python's `transformers` opens: config.json, model.safetensors and, where the model has a
// tokenizer, tokenizer.json.

import { familyOf } from '../../architecture/config.ts';
import { toTokenizerJson } from '../../tokenizers/write-tokenizer-json.ts';
import { type Checkpoint, writeCheckpoint } from '../checkpoint.ts';
import { llamaToGptNeox } from './llama-to-gpt-neox.ts';
import { toPythonModel } from './python-config.ts';

export interface NamedFile {
  readonly name: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** The weights' file is also a model file of this lab. Throws one sentence that names what `transformers` lacks. */
export function toTransformersFolder(checkpoint: Checkpoint): NamedFile[] {
  const { config, file } = toPythonModel(checkpoint.config);
  const isRenamed = familyOf(config) !== familyOf(checkpoint.config);
  const weights = isRenamed ? llamaToGptNeox(config, checkpoint.weights) : checkpoint.weights;
  const { tokenizer } = checkpoint;
  const tokenizerConfig = {
    tokenizer_class: 'PreTrainedTokenizerFast',
    model_max_length: config.T,
    clean_up_tokenization_spaces: false,
  };
  return [
    jsonFile('config.json', file),
    {
      name: 'model.safetensors',
      bytes: writeCheckpoint({ ...checkpoint, config, weights, moments: undefined, undo: undefined }),
    },
    ...(tokenizer
      ? [
          jsonFile('tokenizer.json', toTokenizerJson(tokenizer.state())),
          jsonFile('tokenizer_config.json', tokenizerConfig),
        ]
      : []),
  ];
}

const jsonFile = (name: string, value: unknown): NamedFile => ({
  name,
  bytes: new TextEncoder().encode(`${JSON.stringify(value, null, 2)}\n`),
});
