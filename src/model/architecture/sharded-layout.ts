// Layout of a read-only model: several storages where its weights exceed the adapter's largest buffer, with large tables in row
// shards, and matrices in fewer bits.

import type { Capacity } from '../../kernels/backends/executor.ts';
import { KernelError } from '../../kernels/errors.ts';
import { alignUp, PARAMETERS, type ParameterLayout } from '../../kernels/graph/plan.ts';
import { type CodeBits, scalesPerRow, wordsPerRow } from '../../kernels/quantization.ts';
import { elementCount } from '../../kernels/shape.ts';
import type { WeightType } from '../../shared/weight-types.ts';
import { isTokenTable, type Parameter } from './parameters.ts';

/** Consecutive rows of a table, or a whole quantised matrix with a row for each output, stored as a tensor. */
export interface RowShard {
  readonly name: string;
  /** Index of the shard's first row in the table. */
  readonly firstRow: number;
  readonly rowCount: number;
  /** If its rows are codes, not float32. */
  readonly quantized?: QuantizedShard;
}

export interface QuantizedShard {
  readonly bits: CodeBits;
  /** Numbers of a row. */
  readonly K: number;
  /** Name of the tensor of its scales; absent for 16 bits. */
  readonly scale?: string;
}

export interface ShardedLayout extends ParameterLayout {
  /** Storage name by tensor name. */
  readonly storages: ReadonlyMap<string, string>;
  /** Words by storage name. */
  readonly lengths: ReadonlyMap<string, number>;
  /** Row shards by name of the parameter; only sharded tables and quantised matrices have entries. */
  readonly shards: ReadonlyMap<string, readonly RowShard[]>;
  readonly weightType: WeightType;
}

const BITS = { float16: 16, int8: 8, int4: 4 } as const;

/** Throws if a tensor that cannot be sharded exceeds the largest buffer. */
export function shardedLayout(
  parameters: readonly Parameter[],
  capacity: Pick<Capacity, 'label' | 'maxBufferBytes'>,
  weightType: WeightType = 'float32',
): ShardedLayout {
  const maxWords = Math.floor(capacity.maxBufferBytes / 4);
  const offsets = new Map<string, number>();
  const storages = new Map<string, string>();
  const lengths = new Map<string, number>();
  const shards = new Map<string, readonly RowShard[]>();
  let storage = PARAMETERS;
  const place = (name: string, words: number) => {
    const usedWords = lengths.get(storage) ?? 0;
    if (usedWords > 0 && usedWords + alignUp(words) > maxWords) storage = `${PARAMETERS} ${lengths.size + 1}`;
    const offset = lengths.get(storage) ?? 0;
    offsets.set(name, offset);
    storages.set(name, storage);
    lengths.set(storage, offset + alignUp(words));
  };
  for (const parameter of parameters) {
    const { name, shape } = parameter;
    if (weightType !== 'float32' && isQuantizable(parameter)) {
      const rowShards = quantizedShards(parameter, BITS[weightType], maxWords, capacity.label);
      shards.set(name, rowShards);
      for (const { name: shard, rowCount, quantized } of rowShards) {
        const { bits, K, scale } = quantized as QuantizedShard;
        place(shard, rowCount * wordsPerRow(K, bits));
        if (scale !== undefined) place(scale, rowCount * scalesPerRow(K, bits));
      }
      continue;
    }
    if (alignUp(elementCount(shape)) <= maxWords) {
      place(name, elementCount(shape));
      continue;
    }
    const rowShards = shardRows(parameter, shape, maxWords, capacity.label);
    shards.set(name, rowShards);
    for (const shard of rowShards) place(shard.name, shard.rowCount * shape[1]);
  }
  const length = [...lengths.values()].reduce((sum, words) => sum + words, 0);
  return { length, offsets, storages, lengths, shards, weightType };
}

/** Matrices that products read; position embeddings, norms and biases are small. */
function isQuantizable({ parts, shape }: Parameter): boolean {
  return shape.length === 2 && parts !== undefined && !parts.includes('position');
}

/** Whether a matrix has a row for each output: tables and transposed matrices. Others have a column. */
export function hasOutputRows(parameter: Parameter): boolean {
  return isTokenTable(parameter) || parameter.isTransposed === true;
}

function quantizedShards(
  parameter: Parameter,
  bits: CodeBits,
  maxWords: number,
  deviceName: string,
): RowShard[] {
  const { name, shape } = parameter;
  const [N, K] = hasOutputRows(parameter) ? shape : [shape[1], shape[0]];
  const words = wordsPerRow(K, bits);
  const rows =
    alignUp(N * words) <= maxWords
      ? [{ name, firstRow: 0, rowCount: N }]
      : shardRows(parameter, [N, words], maxWords, deviceName);
  const scale = (shard: string) => (scalesPerRow(K, bits) > 0 ? { scale: `${shard}, scales` } : {});
  return rows.map((shard) => ({ ...shard, quantized: { bits, K, ...scale(shard.name) } }));
}

/** The fewest shards that fit, of nearly equal size, with `width` words a row. */
function shardRows(
  parameter: Parameter,
  [rows, width]: readonly number[],
  maxWords: number,
  deviceName: string,
): RowShard[] {
  const { name } = parameter;
  const fitting = Math.floor(maxWords / 64) * 64;
  const rowsPerShard = Math.floor(fitting / width);
  if (!isTokenTable(parameter) || rowsPerShard < 1) {
    const needed = isTokenTable(parameter) ? width : rows * width;
    throw new KernelError(
      `'${name}' needs a buffer of ${mebibytes(4 * needed)}; the largest buffer of ${deviceName} is ${mebibytes(4 * maxWords)}`,
    );
  }
  const count = Math.ceil(rows / rowsPerShard);
  const each = Math.ceil(rows / count);
  return Array.from({ length: count }, (_, i) => {
    const firstRow = i * each;
    return { name: `${name}, rows from ${firstRow}`, firstRow, rowCount: Math.min(each, rows - firstRow) };
  });
}

function mebibytes(bytes: number): string {
  return `${Number((bytes / 2 ** 20).toPrecision(3))} MiB`;
}
