// A model's weights on an executor: one flat storage with aligned tensors, or several storages for a large read-only model.

import type { Executor, Storage } from '../../kernels/backends/executor.ts';
import { KernelError } from '../../kernels/errors.ts';
import { PARAMETERS } from '../../kernels/graph/plan.ts';
import { elementCount, formatShape } from '../../kernels/shape.ts';
import { random } from '../../shared/random.ts';
import type { FlatLayout, Parameter } from './parameters.ts';
import { flatLayout, parameterCount } from './parameters.ts';
import type { RowShard, ShardedLayout } from './sharded-layout.ts';

/** Weights by name, row-major. */
export type WeightValues = ReadonlyMap<string, Float32Array>;

/** Words of one read: on a GPU each read passes through a staging buffer of its size. */
const MAX_COPY_WORDS = 2 ** 22;

export class Weights {
  readonly parameters: readonly Parameter[];
  readonly layout: FlatLayout;
  /** Storages by the names that plans of this model use. */
  readonly storages: Readonly<Record<string, Storage>>;
  private readonly sharding: ShardedLayout | undefined;

  /** `sharding` spreads a read-only model over several storages. */
  constructor(executor: Executor, parameters: readonly Parameter[], sharding?: ShardedLayout) {
    this.parameters = parameters;
    this.sharding = sharding;
    this.layout = sharding ? { ...sharding, parameters, decayed: 0 } : flatLayout(parameters);
    const lengths = sharding?.lengths ?? new Map([[PARAMETERS, this.layout.length]]);
    const storages: Record<string, Storage> = {};
    try {
      for (const [name, words] of lengths) storages[name] = executor.allocate(name, words);
    } catch (error) {
      for (const storage of Object.values(storages)) storage.dispose();
      throw error;
    }
    this.storages = storages;
  }

  /** The only storage; throws if the weights are sharded. */
  get storage(): Storage {
    if (this.sharding) throw new KernelError('weights: they are sharded over several storages');
    return this.storages[PARAMETERS];
  }

  /** Row shards by table name; empty without sharding. */
  get shards(): ReadonlyMap<string, readonly RowShard[]> {
    return this.sharding?.shards ?? new Map();
  }

  /** Number of parameters. */
  get count(): number {
    return parameterCount(this.parameters);
  }

  /** Writes all weights; throws, and writes nothing, if one is missing or has the wrong size. */
  set(values: WeightValues): void {
    this.storage.write(0, this.flatten(values));
  }

  /** Writes consecutive elements of a tensor from element `at` on, for files read in chunks. */
  write(name: string, at: number, numbers: Float32Array<ArrayBuffer>): void {
    for (const { storage, storageOffset, tensorOffset, length } of this.segments(name, at, numbers.length))
      storage.write(storageOffset, numbers.subarray(tensorOffset - at, tensorOffset - at + length));
  }

  /** Writes one element of a tensor; throws if the index is out of range or the value is not finite. */
  setElement(name: string, index: number, value: number): void {
    const count = elementCount(this.parameter(name).shape);
    if (!Number.isInteger(index) || index < 0 || index >= count)
      throw new KernelError(`weights: '${name}' has ${count} elements; index ${index} is out of range`);
    if (!Number.isFinite(value)) throw new KernelError(`weights: ${value} is not a finite number`);
    this.write(name, index, Float32Array.of(value));
  }

  /** All weights in the flat layout, with zeros as padding; throws if one is missing or has the wrong size. */
  flatten(values: WeightValues): Float32Array<ArrayBuffer> {
    const flat = new Float32Array(this.layout.length);
    for (const { name, shape } of this.parameters) {
      const value = values.get(name);
      if (!value) throw new KernelError(`weights: '${name}' is missing`);
      if (value.length !== elementCount(shape)) {
        throw new KernelError(
          `weights: '${name}' has ${value.length} numbers; ${formatShape(shape)} needs ${elementCount(shape)}`,
        );
      }
      flat.set(value, this.offset(name));
    }
    return flat;
  }

  /** Weights by name after all queued work, all of them by default; copies only those requested. */
  async get(names?: readonly string[]): Promise<Map<string, Float32Array<ArrayBuffer>>> {
    if (!names && !this.sharding) return this.unflatten(await this.storage.read(0, this.layout.length));
    const parameters = this.parameters.filter(({ name }) => !names || names.includes(name));
    const values = await Promise.all(parameters.map((parameter) => this.read(parameter)));
    return new Map(parameters.map(({ name }, i) => [name, values[i]]));
  }

  /** Rows of a table, (indices, width), without reading the others. */
  async rows(name: string, indices: readonly number[]): Promise<Float32Array<ArrayBuffer>> {
    const width = this.parameter(name).shape[1];
    const read = await Promise.all(indices.map((row) => this.slice(name, row * width, width)));
    const rows = new Float32Array(indices.length * width);
    read.forEach((row, i) => {
      rows.set(row, i * width);
    });
    return rows;
  }

  /** Splits a flat copy (of weights, gradients or moments) into tensors by name. */
  unflatten(flat: Float32Array<ArrayBuffer>): Map<string, Float32Array<ArrayBuffer>> {
    return new Map(
      this.parameters.map(({ name, shape }) => {
        const offset = this.offset(name);
        return [name, flat.slice(offset, offset + elementCount(shape))];
      }),
    );
  }

  dispose(): void {
    for (const storage of Object.values(this.storages)) storage.dispose();
  }

  private parameter(name: string): Parameter {
    const parameter = this.parameters.find((each) => each.name === name);
    if (!parameter) throw new KernelError(`weights: '${name}' is unknown`);
    return parameter;
  }

  /** Reads a large tensor in several steps, to keep the staging buffer small. */
  private async read({ name, shape }: Parameter): Promise<Float32Array<ArrayBuffer>> {
    const length = elementCount(shape);
    if (length <= MAX_COPY_WORDS && !this.shards.has(name)) return this.slice(name, 0, length);
    const values = new Float32Array(length);
    for (let at = 0; at < length; at += MAX_COPY_WORDS)
      values.set(await this.slice(name, at, Math.min(MAX_COPY_WORDS, length - at)), at);
    return values;
  }

  private async slice(name: string, at: number, length: number): Promise<Float32Array<ArrayBuffer>> {
    const [first, ...others] = this.segments(name, at, length);
    if (others.length === 0) return first.storage.read(first.storageOffset, first.length);
    const values = new Float32Array(length);
    for (const segment of [first, ...others])
      values.set(
        await segment.storage.read(segment.storageOffset, segment.length),
        segment.tensorOffset - at,
      );
    return values;
  }

  /** Locations of the elements `at … at + length` of a tensor: one, or one for each row shard they touch. */
  private segments(name: string, at: number, length: number): Segment[] {
    const locate = (tensor: string) => ({
      storage: this.storages[this.sharding?.storages.get(tensor) ?? PARAMETERS],
      start: this.layout.offsets.get(tensor) as number,
    });
    const shards = this.shards.get(name);
    if (!shards) {
      const { storage, start } = locate(name);
      return [{ storage, storageOffset: start + at, tensorOffset: at, length }];
    }
    const width = this.parameter(name).shape[1];
    return shards.flatMap((shard) => {
      const begin = shard.firstRow * width;
      const [first, end] = [Math.max(at, begin), Math.min(at + length, begin + shard.rowCount * width)];
      if (first >= end) return [];
      const { storage, start } = locate(shard.name);
      return [{ storage, storageOffset: start + first - begin, tensorOffset: first, length: end - first }];
    });
  }

  private offset(name: string): number {
    return this.layout.offsets.get(name) as number;
  }
}

/** Consecutive elements of a tensor in one storage. */
interface Segment {
  readonly storage: Storage;
  readonly storageOffset: number;
  readonly tensorOffset: number;
  readonly length: number;
}

/** Random initial weights, bit-identical for the same seed on every machine. */
export function initialWeights(
  parameters: readonly Parameter[],
  { seed, initStd = 1 }: { seed: number; initStd?: number },
): WeightValues {
  return new Map(
    parameters.map(({ name, shape, init, std = initStd }) => {
      const values = new Float32Array(elementCount(shape));
      if (init === 'ones') values.fill(1);
      if (init === 'normal') {
        const stream = random(seed, 'weights', name);
        for (let i = 0; i < values.length; i++) values[i] = std * stream.normal();
      }
      return [name, values];
    }),
  );
}
