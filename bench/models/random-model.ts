// Models of published shapes with random weights, as files in a folder. Sizes are those of the models' config.json; numbers are
// bfloat16, tokens are ids.

import { mkdirSync, writeFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { elementCount } from '../../src/kernels/shape.ts';
import { transformerParameters } from '../../src/model/architecture/architecture.ts';
import type { ModelConfig } from '../../src/model/architecture/config.ts';
import { parseConfigJson } from '../../src/model/files/config-json.ts';
import { wordTokenizer } from '../../src/model/tokenizers/words.ts';
import { toTokenizerJson } from '../../src/model/tokenizers/write-tokenizer-json.ts';
import { random } from '../../src/shared/random.ts';

const llama = (C: number, mlpWidth: number, L: number, H: number, V: number, others: object) => ({
  ...{ hidden_size: C, intermediate_size: mlpWidth, num_hidden_layers: L, num_attention_heads: H },
  ...{ vocab_size: V, hidden_act: 'silu', tie_word_embeddings: true, ...others },
});
const qwen3 = { model_type: 'qwen3', head_dim: 128, rope_theta: 1e6, max_position_embeddings: 40_960 };
const neox = { model_type: 'gpt_neox', hidden_act: 'gelu', tie_word_embeddings: false, rotary_pct: 0.25 };

export const SHAPES: Readonly<Record<string, object>> = {
  'gpt2-124m': {
    model_type: 'gpt2',
    n_embd: 768,
    n_layer: 12,
    n_head: 12,
    n_positions: 1024,
    vocab_size: 50_257,
  },
  'smollm2-135m': llama(576, 1536, 30, 9, 49_152, {
    ...{ model_type: 'llama', num_key_value_heads: 3, rope_theta: 1e5, max_position_embeddings: 8192 },
  }),
  'qwen3-0.6b': llama(1024, 3072, 28, 16, 151_936, { ...qwen3, num_key_value_heads: 8 }),
  /** Qwen3's parts in a size for a picture. */
  'qwen3-small': llama(256, 768, 6, 8, 500, { ...qwen3, head_dim: 64, num_key_value_heads: 2 }),
  'pythia-14m': llama(128, 512, 6, 4, 50_304, { ...neox, max_position_embeddings: 2048 }),
  'pythia-160m': llama(768, 3072, 12, 12, 50_304, { ...neox, max_position_embeddings: 2048 }),
};

/** Random numbers that tensors repeat, each from another place on. */
const POOL = 2 ** 20;
const DEVIATION = 0.05;

/** config.json, tokenizer.json and model.safetensors. */
export async function writeRandomModel(name: string, folder: string): Promise<void> {
  const file = SHAPES[name];
  mkdirSync(folder, { recursive: true });
  const config = parseConfigJson(file);
  const words = wordTokenizer(Array.from({ length: config.V }, (_, id) => String(id)));
  writeFileSync(join(folder, 'config.json'), JSON.stringify(file, null, 1));
  writeFileSync(join(folder, 'tokenizer.json'), JSON.stringify(toTokenizerJson(words.state())));
  await writeFile(join(folder, 'model.safetensors'), weightParts(config));
}

/** The file in parts of a pool’s size at most. */
function* weightParts(config: ModelConfig): Generator<Uint8Array> {
  const parameters = transformerParameters(config);
  let end = 0;
  const header = parameters.map(({ name, shape }) => {
    const begin = end;
    end += 2 * elementCount(shape);
    return [name, { dtype: 'BF16', shape, data_offsets: [begin, end] }];
  });
  const json = Buffer.from(JSON.stringify(Object.fromEntries(header)));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(json.length));
  yield Buffer.concat([length, json]);
  const pool = bfloat16Pool();
  for (const [i, { name, shape }] of parameters.entries()) {
    const isGain = /(norm|ln_1|ln_2|ln_f)\.weight$/.test(name);
    for (let left = elementCount(shape), at = (i * 7919) % POOL; left > 0; at = 0) {
      const count = Math.min(left, POOL - at);
      yield isGain ? ones(count) : pool.subarray(2 * at, 2 * (at + count));
      left -= count;
    }
  }
}

function bfloat16Pool(): Uint8Array {
  const { normal } = random(1, 'random model');
  const numbers = Float32Array.from({ length: POOL }, () => DEVIATION * normal());
  return new Uint8Array(Uint16Array.from(new Uint32Array(numbers.buffer), (bits) => bits >>> 16).buffer);
}

function ones(count: number): Uint8Array {
  return new Uint8Array(new Uint16Array(count).fill(0x3f80).buffer);
}
