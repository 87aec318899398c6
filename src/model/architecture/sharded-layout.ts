// Layout of a read-only model whose weights exceed the adapter's largest buffer: several storages, large tables in row shards.

import type { Capacity } from '../../kernels/backends/executor.ts';
import { KernelError } from '../../kernels/errors.ts';
import { alignUp, PARAMETERS, type ParameterLayout } from '../../kernels/graph/plan.ts';
import { elementCount } from '../../kernels/shape.ts';
import { isTokenTable, type Parameter } from './parameters.ts';

/** Consecutive rows of a table, stored as a tensor. */
export interface RowShard {
  readonly name: string;
  /** Index of the shard's first row in the table. */
  readonly firstRow: number;
  readonly rowCount: number;
}

export interface ShardedLayout extends ParameterLayout {
  /** Storage name by tensor name. */
  readonly storages: ReadonlyMap<string, string>;
  /** Words by storage name. */
  readonly lengths: ReadonlyMap<string, number>;
  /** Row shards by table name; only sharded tables have entries. */
  readonly shards: ReadonlyMap<string, readonly RowShard[]>;
}

/** Throws if a tensor that cannot be sharded exceeds the largest buffer. */
export function shardedLayout(
  parameters: readonly Parameter[],
  capacity: Pick<Capacity, 'label' | 'maxBufferBytes'>,
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
    if (alignUp(elementCount(shape)) <= maxWords) {
      place(name, elementCount(shape));
      continue;
    }
    const rowShards = shardRows(parameter, maxWords, capacity.label);
    shards.set(name, rowShards);
    for (const shard of rowShards) place(shard.name, shard.rowCount * shape[1]);
  }
  const length = [...lengths.values()].reduce((sum, words) => sum + words, 0);
  return { length, offsets, storages, lengths, shards };
}

/** The fewest shards that fit, of nearly equal size. */
function shardRows(parameter: Parameter, maxWords: number, deviceName: string): RowShard[] {
  const { name, shape } = parameter;
  const [rows, width] = shape;
  const fitting = Math.floor(maxWords / 64) * 64;
  const rowsPerShard = Math.floor(fitting / width);
  if (!isTokenTable(parameter) || rowsPerShard < 1) {
    const needed = isTokenTable(parameter) ? width : elementCount(shape);
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
