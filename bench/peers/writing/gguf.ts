// The files of a model as one GGUF file for llama.cpp: format version 3, https://github.com/ggml-org/ggml/blob/master/docs/gguf.md.

import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { familyOf, type ModelConfig, modelParts } from '../../../src/model/architecture/config.ts';
import { parseConfigJson } from '../../../src/model/files/config-json.ts';
import { readSafeTensors } from '../../../src/model/files/safetensors.ts';
import { toFloat16 } from '../../../src/shared/float16.ts';
import { BYTE_TOKENS } from './vocabulary.ts';

/** Types of matrices: half precision, or blocks of 32 codes of 8 or 4 bits with a scale in half precision. */
export type GgufType = 'F16' | 'Q8_0' | 'Q4_0';

interface Encoding {
  readonly id: number;
  encode(numbers: Float32Array): Uint8Array;
}
const F32: Encoding = { id: 0, encode: (numbers) => new Uint8Array(Float32Array.from(numbers).buffer) };
const ENCODINGS: Readonly<Record<GgufType, Encoding>> = {
  F16: { id: 1, encode: (numbers) => new Uint8Array(toFloat16(numbers).buffer) },
  Q8_0: { id: 8, encode: (numbers) => inBlocks(numbers, 32, eightBits) },
  Q4_0: { id: 2, encode: (numbers) => inBlocks(numbers, 16, fourBits) },
};

interface GgufTensor {
  readonly name: string;
  /** Innermost first. */
  readonly shape: readonly number[];
  readonly encoding: Encoding;
  readonly numbers: () => Float32Array;
}

const ALIGNMENT = 32;

/** Writes the model of a folder; every matrix has the type. */
export async function writeGguf(folder: string, type: GgufType, path: string): Promise<void> {
  const config = parseConfigJson(JSON.parse(readFileSync(join(folder, 'config.json'), 'utf8')));
  const tensors = ggufTensors(folder, config, type);
  await writeFile(path, ggufParts(tensors, [...sizes(config), ...tokenizer(config.V)]));
}

/** One tensor at a time, so that not all are in memory. */
function* ggufParts(tensors: readonly GgufTensor[], metadata: readonly Uint8Array[]): Generator<Uint8Array> {
  const header = [
    uint32(0x46554747),
    uint32(3),
    uint64(tensors.length),
    uint64(metadata.length),
    ...metadata,
  ];
  let offset = 0;
  for (const { name, shape, encoding } of tensors) {
    header.push(
      string(name),
      uint32(shape.length),
      ...shape.map(uint64),
      uint32(encoding.id),
      uint64(offset),
    );
    offset += padded(byteLength(shape, encoding));
  }
  const start = Buffer.concat(header);
  yield Buffer.concat([start, Buffer.alloc(padded(start.length) - start.length)]);
  for (const { encoding, numbers } of tensors) {
    const bytes = encoding.encode(numbers());
    yield bytes;
    yield Buffer.alloc(padded(bytes.length) - bytes.length);
  }
}

const padded = (length: number) => Math.ceil(length / ALIGNMENT) * ALIGNMENT;
/** Of a tensor whose rows are whole blocks. */
function byteLength(shape: readonly number[], { encode }: Encoding): number {
  return (shape.reduce((product, size) => product * size) / 32) * encode(new Float32Array(32)).length;
}

// ── Names and layouts of llama.cpp ──────────────────────────────────────────────────────────────────────────────────────

const LLAMA = {
  lm_head: 'output',
  'model.embed_tokens': 'token_embd',
  'model.norm': 'output_norm',
  input_layernorm: 'attn_norm',
  'self_attn.q_proj': 'attn_q',
  'self_attn.k_proj': 'attn_k',
  'self_attn.v_proj': 'attn_v',
  'self_attn.o_proj': 'attn_output',
  post_attention_layernorm: 'ffn_norm',
  'mlp.gate_proj': 'ffn_gate',
  'mlp.up_proj': 'ffn_up',
  'mlp.down_proj': 'ffn_down',
};
const GPT2 = {
  lm_head: 'output',
  'transformer.wte': 'token_embd',
  'transformer.wpe': 'position_embd',
  'transformer.ln_f': 'output_norm',
  ln_1: 'attn_norm',
  'attn.c_attn': 'attn_qkv',
  'attn.c_proj': 'attn_output',
  ln_2: 'ffn_norm',
  'mlp.c_fc': 'ffn_up',
  'mlp.c_proj': 'ffn_down',
};

function ggufTensors(folder: string, config: ModelConfig, type: GgufType): GgufTensor[] {
  const { tensors } = readSafeTensors(readFileSync(join(folder, 'model.safetensors')));
  const names: Readonly<Record<string, string>> = isGpt2(config) ? GPT2 : LLAMA;
  const { D } = modelParts(config);
  return [...tensors].map(([name, { shape, data }]) => {
    const [, layer, part, kind] = /^(?:.*\.(\d+)\.)?(.*)\.(weight|bias)$/.exec(name) ?? [];
    if (!Object.hasOwn(names, part)) throw new Error(`llama.cpp has no name for the tensor “${name}”.`);
    const renamed = `${layer === undefined ? '' : `blk.${layer}.`}${names[part]}.${kind}`;
    const floats = () => data as Float32Array;
    if (shape.length === 1 || renamed === 'position_embd.weight')
      return { name: renamed, shape: shape.toReversed(), encoding: F32, numbers: floats };
    const encoding = ENCODINGS[type];
    // GPT-2's linear layers are (in, out); llama.cpp has a row for each output.
    if (isGpt2(config) && layer !== undefined)
      return { name: renamed, shape, encoding, numbers: () => transpose(floats(), shape[1]) };
    const isRotated = /attn_[qk]\.weight$/.test(renamed);
    const numbers = isRotated ? () => adjacentPairs(floats(), shape[1], D) : floats;
    return { name: renamed, shape: shape.toReversed(), encoding, numbers };
  });
}

const isGpt2 = (config: ModelConfig) => familyOf(config) === 'gpt2';

function transpose(numbers: Float32Array, columns: number): Float32Array {
  const rows = numbers.length / columns;
  return numbers.map((_, i) => numbers[(i % rows) * columns + Math.floor(i / rows)]);
}

/** llama.cpp rotates neighbouring rows of a head, others its first half with its second. */
function adjacentPairs(numbers: Float32Array, columns: number, D: number): Float32Array {
  const permuted = new Float32Array(numbers.length);
  for (let row = 0; row < numbers.length / columns; row++) {
    const within = row % D;
    const target = row - within + 2 * (within % (D / 2)) + Math.floor(within / (D / 2));
    permuted.set(numbers.subarray(row * columns, (row + 1) * columns), target * columns);
  }
  return permuted;
}

// ── Blocks of codes ─────────────────────────────────────────────────────────────────────────────────────────────────────

/** Blocks of 32 numbers: a scale of two bytes, then `bytes` of codes. */
function inBlocks(
  numbers: Float32Array,
  bytes: number,
  encode: (block: Float32Array, codes: Uint8Array) => number,
): Uint8Array {
  const blocks = numbers.length / 32;
  const result = new Uint8Array(blocks * (2 + bytes));
  const scales = new Float32Array(blocks);
  for (let b = 0; b < blocks; b++) {
    const at = b * (2 + bytes);
    scales[b] = encode(numbers.subarray(32 * b, 32 * (b + 1)), result.subarray(at + 2, at + 2 + bytes));
  }
  const halves = new Uint8Array(toFloat16(scales).buffer);
  for (let b = 0; b < blocks; b++) result.set(halves.subarray(2 * b, 2 * b + 2), b * (2 + bytes));
  return result;
}

/** By magnitude. */
function largest(block: Float32Array): number {
  return block.reduce((most, number) => (Math.abs(number) > Math.abs(most) ? number : most), 0);
}

function eightBits(block: Float32Array, codes: Uint8Array): number {
  const scale = Math.abs(largest(block)) / 127;
  for (let i = 0; i < 32; i++) codes[i] = scale && Math.round(block[i] / scale);
  return scale;
}

function fourBits(block: Float32Array, codes: Uint8Array): number {
  const scale = largest(block) / -8;
  const code = (number: number) => (scale ? Math.min(15, Math.floor(number / scale + 8.5)) : 8);
  for (let i = 0; i < 16; i++) codes[i] = code(block[i]) | (code(block[i + 16]) << 4);
  return scale;
}

// ── Metadata ────────────────────────────────────────────────────────────────────────────────────────────────────────────

function sizes(config: ModelConfig): Uint8Array[] {
  const { normEpsilon, keyValueHeads, rotaryBase } = modelParts(config);
  const architecture = isGpt2(config) ? 'gpt2' : 'llama';
  const count = (key: string, value: number) => entry(`${architecture}.${key}`, 4, uint32(value));
  const number = (key: string, value: number) => entry(`${architecture}.${key}`, 6, float32(value));
  return [
    entry('general.architecture', 8, string(architecture)),
    count('context_length', config.T),
    count('embedding_length', config.C),
    count('block_count', config.L),
    count('feed_forward_length', config.mlpWidth),
    count('attention.head_count', config.H),
    ...(isGpt2(config)
      ? [number('attention.layer_norm_epsilon', normEpsilon)]
      : [
          number('attention.layer_norm_rms_epsilon', normEpsilon),
          count('attention.head_count_kv', keyValueHeads),
          number('rope.freq_base', rotaryBase),
        ]),
  ];
}

/** Words as SentencePiece has them: three special ones, the bytes of ASCII, whose every sequence is a text, and one for each other id. */
function tokenizer(V: number): Uint8Array[] {
  const words = Array.from({ length: V }, (_, id) => {
    if (id < BYTE_TOKENS) return { text: ['<unk>', '<s>', '</s>'][id], type: id === 0 ? 2 : 3 };
    const byte = id - BYTE_TOKENS;
    if (byte < 128) return { text: `<0x${byte.toString(16).toUpperCase().padStart(2, '0')}>`, type: 6 };
    return { text: `▁${id}`, type: 1 };
  });
  const id = (name: string, value: number) => entry(`tokenizer.ggml.${name}_token_id`, 4, uint32(value));
  const off = (name: string) => entry(`tokenizer.ggml.${name}`, 7, Uint8Array.of(0));
  const list = (name: string, type: number, values: Uint8Array[]) =>
    entry(`tokenizer.ggml.${name}`, 9, array(type, values));
  return [
    entry('tokenizer.ggml.model', 8, string('llama')),
    list(
      'tokens',
      8,
      words.map(({ text }) => string(text)),
    ),
    list(
      'scores',
      6,
      words.map((_, id) => float32(-id)),
    ),
    list(
      'token_type',
      5,
      words.map(({ type }) => uint32(type)),
    ),
    ...[id('unknown', 0), id('bos', 1), id('eos', 2), off('add_space_prefix'), off('add_bos_token')],
  ];
}

const entry = (key: string, type: number, value: Uint8Array) =>
  Buffer.concat([string(key), uint32(type), value]);
const array = (type: number, values: readonly Uint8Array[]) =>
  Buffer.concat([uint32(type), uint64(values.length), ...values]);
const uint32 = (value: number) => new Uint8Array(Uint32Array.of(value).buffer);
const uint64 = (value: number) => new Uint8Array(BigUint64Array.of(BigInt(value)).buffer);
const float32 = (value: number) => new Uint8Array(Float32Array.of(value).buffer);
function string(text: string): Uint8Array {
  const bytes = Buffer.from(text);
  return Buffer.concat([uint64(bytes.length), bytes]);
}
