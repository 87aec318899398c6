// Weights as karpathy/llama2.c exports them (version 0): seven integers, then the matrices as float32 in a fixed order, those of all
// layers together. They are read as the safetensors file of the same Llama.

import { KernelError } from '../../../kernels/errors.ts';
import { elementCount } from '../../../kernels/shape.ts';
import type { Job } from '../../../shared/job.ts';

export interface Llama2cSizes {
  readonly C: number;
  readonly M: number;
  readonly L: number;
  readonly H: number;
  readonly KV: number;
  readonly V: number;
  readonly T: number;
  readonly tied: boolean;
}

export const HEADER_BYTES = 28;
/** `ak42`: what later versions begin with. */
const LATER_VERSIONS = 0x616b3432;
/** Far above any model in this format; products of them are exact. */
const LARGEST = { C: 2 ** 16, M: 2 ** 18, L: 1000, H: 1000, KV: 1000, V: 2 ** 20, T: 2 ** 20 };

/**
 * The sizes in the first bytes of a file, or undefined if they are those of no model.
 * @throws KernelError for a later version of the format
 */
export function readSizes(start: DataView): Llama2cSizes | undefined {
  if (start.byteLength < HEADER_BYTES) return undefined;
  const [C, M, L, H, KV, vocabulary, T] = Array.from({ length: 7 }, (_, i) => start.getInt32(4 * i, true));
  if (C === LATER_VERSIONS)
    throw new KernelError(`it is version ${M} of llama2.c’s format; export it again with --version 0`);
  // A negative count marks an unembedding of its own.
  const sizes = { C, M, L, H, KV, V: Math.abs(vocabulary), T };
  const isPlausible = Object.entries(LARGEST).every(([name, most]) => {
    const size = sizes[name as keyof typeof LARGEST];
    return size > 0 && size <= most;
  });
  if (!isPlausible || C % H !== 0 || H % KV !== 0 || (C / H) % 2 !== 0) return undefined;
  return { ...sizes, tied: vocabulary > 0 };
}

/** PyTorch's zip archive, or the first opcode of a pickle, its protocol and another opcode. No model is as wide as these bytes say. */
export const isPickle = (start: DataView): boolean =>
  start.byteLength === HEADER_BYTES &&
  (start.getUint32(0) === 0x504b0304 || (start.getUint8(0) === 0x80 && start.getUint8(2) !== 0));

/** Tensors in the order of the file; those of layers are all layers' together. Unnamed ones are tables that rotary positions need not. */
function tensorsOf({ C, M, L, H, KV, V, T, tied }: Llama2cSizes) {
  const D = C / H;
  const layers = (part: string, ...shape: readonly number[]) => ({ part, shape, count: L });
  const one = (name: string, ...shape: readonly number[]) => ({ name, shape, count: 1 });
  return [
    one('model.embed_tokens', V, C),
    layers('input_layernorm', C),
    layers('self_attn.q_proj', C, C),
    layers('self_attn.k_proj', KV * D, C),
    layers('self_attn.v_proj', KV * D, C),
    layers('self_attn.o_proj', C, C),
    layers('post_attention_layernorm', C),
    layers('mlp.gate_proj', M, C),
    layers('mlp.down_proj', C, M),
    layers('mlp.up_proj', M, C),
    one('model.norm', C),
    { shape: [T, D], count: 1 },
    ...(tied ? [] : [one('lm_head', V, C)]),
  ] as readonly { name?: string; part?: string; shape: readonly number[]; count: number }[];
}

/** The file as safetensors, without a copy of most of it. @throws KernelError if its size is not what its header says */
export async function* toSafeTensors(file: File, sizes: Llama2cSizes): Job<File> {
  const tensors = tensorsOf(sizes);
  const floats = tensors.reduce((sum, { shape, count }) => sum + count * elementCount(shape), 0);
  const needed = HEADER_BYTES + 4 * floats;
  if (file.size !== needed)
    throw new KernelError(
      `a llama2.c model of the sizes in its header has ${needed.toLocaleString('en')} bytes, and it has ${file.size.toLocaleString('en')}`,
    );
  const header: Record<string, unknown> = {};
  const parts: BlobPart[] = [];
  let [at, end] = [HEADER_BYTES, 0];
  for (const { name, part, shape, count } of tensors)
    for (let layer = 0; layer < count; layer++) {
      const bytes = 4 * elementCount(shape);
      const data = file.slice(at, at + bytes);
      at += bytes;
      if (name === undefined && part === undefined) continue;
      header[`${name ?? `model.layers.${layer}.${part}`}.weight`] = {
        dtype: 'F32',
        shape,
        data_offsets: [end, end + bytes],
      };
      end += bytes;
      const isRotated = part === 'self_attn.q_proj' || part === 'self_attn.k_proj';
      parts.push(isRotated ? splitPairs(await data.arrayBuffer(), sizes) : data);
      yield { label: 'bytes read', done: at, total: file.size };
    }
  const json = new TextEncoder().encode(JSON.stringify(header));
  const length = new BigUint64Array([BigInt(json.length)]);
  return new File([length, json, ...parts], file.name.replace(/\.bin$/i, '.safetensors'));
}

/** llama2.c rotates neighbouring rows of a head, Hugging Face's Llama its first half with its second. */
function splitPairs(bytes: ArrayBuffer, { C, H }: Llama2cSizes): Float32Array<ArrayBuffer> {
  const rows = new Float32Array(bytes);
  const D = C / H;
  const split = new Float32Array(rows.length);
  for (let row = 0; row < rows.length / C; row++) {
    const within = row % D;
    const target = row - within + (within % 2) * (D / 2) + Math.floor(within / 2);
    split.set(rows.subarray(row * C, (row + 1) * C), target * C);
  }
  return split;
}

/** config.json of the same Llama. */
export function toLlamaConfig({ C, M, L, H, KV, V, T, tied }: Llama2cSizes): object {
  return {
    ...{ model_type: 'llama', hidden_size: C, intermediate_size: M, num_hidden_layers: L },
    ...{ num_attention_heads: H, num_key_value_heads: KV, vocab_size: V, max_position_embeddings: T },
    ...{ rms_norm_eps: 1e-5, rope_theta: 10_000, tie_word_embeddings: tied },
  };
}
