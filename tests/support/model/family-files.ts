// Golden models of other families as files: of one type, in one file or several.

import { wordTokenizer } from '../../../src/model/tokenizers/words.ts';
import { toTokenizerJson } from '../../../src/model/tokenizers/write-tokenizer-json.ts';
import { toFloat16 } from '../../../src/shared/float16.ts';
import { Golden } from './goldens.ts';
import { jsonFile, safetensors, type TensorPart } from './gpt2-files.ts';

export type FloatType = 'F32' | 'F16' | 'BF16';

export const INDEX_NAME = 'model.safetensors.index.json';

export interface FamilyStyle {
  readonly type?: FloatType;
  /** Number of files of weights; more than one have an index. */
  readonly parts?: number;
}

/** Weights, config.json and a tokenizer.json whose tokens are ids. */
export function familyFiles(name: string, { type = 'F32', parts = 1 }: FamilyStyle = {}): File[] {
  const golden = new Golden(name);
  const { V } = golden.config();
  const words = wordTokenizer(Array.from({ length: V }, (_, id) => String(id)));
  const tensors = weightNames(golden).map(
    (weight): TensorPart => ({
      ...{ name: weight, dtype: type, shape: golden.shape(weight) },
      bytes: bytesOf(golden.floats(weight), type),
    }),
  );
  return [
    ...(parts === 1 ? [new File(safetensors(tensors), 'model.safetensors')] : shardFiles(tensors, parts)),
    jsonFile('config.json', golden.json.config),
    jsonFile('tokenizer.json', toTokenizerJson(words.state())),
  ];
}

/** The first prompt of a golden model, as text of token ids. */
export function familyPrompt(golden: Golden): string {
  const [, T] = golden.shape('input.tokens');
  return [...golden.integers('input.tokens').subarray(0, T)].join(' ');
}

/** Weights have gradients. */
const weightNames = (golden: Golden) => golden.names.filter((name) => golden.names.includes(`grad.${name}`));

export const shardName = (part: number, parts: number): string =>
  `model-${String(part + 1).padStart(5, '0')}-of-${String(parts).padStart(5, '0')}.safetensors`;

function shardFiles(tensors: readonly TensorPart[], parts: number): File[] {
  const shards = Array.from({ length: parts }, (_, part) => tensors.filter((_, i) => i % parts === part));
  const index = Object.fromEntries(
    shards.flatMap((shard, part) => shard.map(({ name }) => [name, shardName(part, parts)])),
  );
  return [
    ...shards.map((shard, part) => new File(safetensors(shard), shardName(part, parts))),
    jsonFile(INDEX_NAME, { metadata: {}, weight_map: index }),
  ];
}

function bytesOf(values: Float32Array<ArrayBuffer>, type: FloatType): Uint8Array {
  if (type === 'F16') return new Uint8Array(toFloat16(values).buffer);
  if (type === 'F32') return new Uint8Array(values.slice().buffer);
  const words = new Uint32Array(values.slice().buffer);
  return new Uint8Array(Uint16Array.from(words, (word) => word >>> 16).buffer);
}
