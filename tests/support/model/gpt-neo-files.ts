// A small GPT-Neo as files, and the GPT-2 that computes the same: queries times √D, no biases of queries, keys and values, one matrix.

import { transformerParameters } from '../../../src/model/architecture/architecture.ts';
import type { ModelConfig } from '../../../src/model/architecture/config.ts';
import { initialWeights, type WeightValues } from '../../../src/model/architecture/weights.ts';
import { wordTokenizer } from '../../../src/model/tokenizers/words.ts';
import { toTokenizerJson } from '../../../src/model/tokenizers/write-tokenizer-json.ts';
import { jsonFile, safetensors, type TensorPart } from './gpt2-files.ts';

/** Positions in the file; local attention sees fewer. */
const [POSITIONS, WINDOW] = [40, 16];

export const GPT2_OF_NEO: ModelConfig = {
  ...{ L: 2, H: 4, C: 32, T: WINDOW, V: 23, mlpWidth: 64 },
  ...{ activation: 'gelu', tied: true, initStd: 0.3 },
};

const CONFIG = {
  model_type: 'gpt_neo',
  num_layers: 2,
  num_heads: 4,
  hidden_size: 32,
  intermediate_size: 64,
  vocab_size: 23,
  max_position_embeddings: POSITIONS,
  attention_types: [[['global', 'local'], 1]],
  window_size: WINDOW,
};

/** (in, out) and (out, in). */
function transposed(values: Float32Array, rows: number, columns: number): Float32Array {
  return values.map((_, i) => values[(i % rows) * columns + Math.floor(i / rows)]);
}

/** Names as in the files of `transformers`, without prefix. */
function fileTensors(): TensorPart[] {
  const { C } = GPT2_OF_NEO;
  const part = (name: string, shape: readonly number[], values: Float32Array): TensorPart => ({
    ...{ name, dtype: 'F32', shape },
    bytes: new Uint8Array(Float32Array.from(values).buffer),
  });
  return [...gpt2Weights()].flatMap(([full, values]): TensorPart[] => {
    const name = full.replace('transformer.', '');
    if (name === 'wpe.weight') {
      const more = Float32Array.from({ length: POSITIONS * C }, (_, i) => values[i] ?? 9);
      return [part(name, [POSITIONS, C], more)];
    }
    if (name.endsWith('attn.c_attn.bias')) return [];
    if (name.endsWith('attn.c_attn.weight'))
      return ['q_proj', 'k_proj', 'v_proj'].map((projection, at) => {
        const own = Float32Array.from(
          { length: C * C },
          (_, i) => values[(i % C) * 3 * C + at * C + Math.floor(i / C)],
        );
        const scaled = at === 0 ? own.map((value) => value / Math.sqrt(C / GPT2_OF_NEO.H)) : own;
        return part(name.replace('attn.c_attn', `attn.attention.${projection}`), [C, C], scaled);
      });
    const shape = shapeOf(full);
    const renamed = name.replace('attn.c_proj', 'attn.attention.out_proj');
    const isLinear = /c_(proj|fc)\.weight$/.test(name);
    return [
      isLinear
        ? part(renamed, [shape[1], shape[0]], transposed(values, shape[0], shape[1]))
        : part(renamed, shape, values),
    ];
  });
}

const shapeOf = (name: string) =>
  transformerParameters(GPT2_OF_NEO).find((parameter) => parameter.name === name)?.shape ?? [];

/** Of the GPT-2, with biases other than 0. */
export function gpt2Weights(): WeightValues {
  const weights = initialWeights(transformerParameters(GPT2_OF_NEO), { seed: 3, initStd: 0.3 });
  return new Map(
    [...weights].map(([name, values]) => [
      name,
      /(c_proj|c_fc)\.bias$/.test(name) ? values.map((_, i) => 0.1 * Math.sin(i)) : values,
    ]),
  );
}

export function gptNeoFiles(): File[] {
  const words = wordTokenizer(Array.from({ length: GPT2_OF_NEO.V }, (_, id) => String(id)));
  const mask = {
    name: 'h.0.attn.attention.bias',
    dtype: 'BOOL',
    shape: [1, 1, 2, 2],
    bytes: new Uint8Array(4),
  };
  return [
    new File(safetensors([...fileTensors(), mask]), 'model.safetensors'),
    jsonFile('config.json', CONFIG),
    jsonFile('tokenizer.json', toTokenizerJson(words.state())),
  ];
}
