// A model's weights on an executor: one flat storage, with every tensor at its aligned place; a model that is only looked at
// may be spread over several.

import { KernelError } from '../../kernels/errors.ts';
import type { Executor, Storage } from '../../kernels/executor.ts';
import { PARAMETERS } from '../../kernels/graph/plan.ts';
import { elementCount, formatShape } from '../../kernels/shape.ts';
import { random } from '../../shared/random.ts';
import type { FlatLayout, Parameter } from './parameters.ts';
import { flatLayout, parameterCount } from './parameters.ts';
import type { RowShard, ShardedLayout } from './sharded-layout.ts';

/** Weights by name, each row-major. */
export type WeightValues = ReadonlyMap<string, Float32Array>;

/** Words that are copied at once: reading passes through a buffer of its own on a GPU. */
const MAX_COPY_WORDS = 2 ** 22;

export class Weights {
  readonly parameters: readonly Parameter[];
  readonly layout: FlatLayout;
  /** What plans of this model ask for, by name. */
  readonly storages: Readonly<Record<string, Storage>>;
  private readonly sharding: ShardedLayout | undefined;

  /** `spread` is for models that are only looked at: where their weights lie. */
  constructor(executor: Executor, parameters: readonly Parameter[], sharding?: ShardedLayout) {
    this.parameters = parameters;
    this.sharding = sharding;
    this.layout = sharding ? { ...sharding, decayed: 0 } : flatLayout(parameters);
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

  /** All of them, where they are in one. */
  get storage(): Storage {
    if (this.sharding) throw new KernelError('weights: they are spread over several storages');
    return this.storages[PARAMETERS];
  }

  /** The tables that are cut between rows, by name; none unless a model is spread. */
  get shards(): ReadonlyMap<string, readonly RowShard[]> {
    return this.sharding?.shards ?? new Map();
  }

  get count(): number {
    return parameterCount(this.parameters);
  }

  /** Writes all weights; throws a sentence, and writes nothing, if one is missing or has the wrong size. */
  set(values: WeightValues): void {
    this.storage.write(0, this.flatten(values));
  }

  /** Writes some numbers of a tensor, from its number `at` on: how a file is brought in, a piece at a time. */
  write(name: string, at: number, numbers: Float32Array<ArrayBuffer>): void {
    for (const { storage, storageOffset, tensorOffset, length } of this.segments(name, at, numbers.length))
      storage.write(storageOffset, numbers.subarray(tensorOffset - at, tensorOffset - at + length));
  }

  /** Writes one number of a tensor; throws a sentence if it has no such place or the number is none. */
  setElement(name: string, index: number, value: number): void {
    const count = elementCount(this.parameter(name).shape);
    if (!Number.isInteger(index) || index < 0 || index >= count)
      throw new KernelError(`weights: '${name}' has ${count} numbers, counted from 0; there is no ${index}`);
    if (!Number.isFinite(value)) throw new KernelError(`weights: ${value} is no number a weight can have`);
    this.write(name, index, Float32Array.of(value));
  }

  /** All weights as they lie in the storage, padding 0; throws a sentence if one is missing or has the wrong size. */
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

  /** Weights as they are after everything queued so far: all, or some by name, and then only those are copied. */
  async get(names?: readonly string[]): Promise<Map<string, Float32Array<ArrayBuffer>>> {
    if (!names && !this.sharding) return this.unflatten(await this.storage.read(0, this.layout.length));
    const wanted = this.parameters.filter(({ name }) => !names || names.includes(name));
    const values = await Promise.all(wanted.map((parameter) => this.read(parameter)));
    return new Map(wanted.map(({ name }, i) => [name, values[i]]));
  }

  /** Some rows of a table, one after the other, without a copy of the others. */
  async rows(name: string, indices: readonly number[]): Promise<Float32Array<ArrayBuffer>> {
    const width = this.parameter(name).shape[1];
    const read = await Promise.all(indices.map((row) => this.slice(name, row * width, width)));
    const rows = new Float32Array(indices.length * width);
    read.forEach((row, i) => {
      rows.set(row, i * width);
    });
    return rows;
  }

  /** Cuts a flat copy (of weights, gradients or moments) into tensors by name. */
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
    if (!parameter) throw new KernelError(`weights: there is no '${name}'`);
    return parameter;
  }

  /** A large tensor in several reads, so that no buffer of its size is needed beside it. */
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
    for (const stretch of [first, ...others])
      values.set(
        await stretch.storage.read(stretch.storageOffset, stretch.length),
        stretch.tensorOffset - at,
      );
    return values;
  }

  /** Where the numbers `at … at + length` of a tensor lie: one place, or one for each part of a table that is cut. */
  private segments(name: string, at: number, length: number): Segment[] {
    const place = (tensor: string) => ({
      storage: this.storages[this.sharding?.storages.get(tensor) ?? PARAMETERS],
      start: this.layout.offsets.get(tensor) as number,
    });
    const parts = this.shards.get(name);
    if (!parts) {
      const { storage, start } = place(name);
      return [{ storage, storageOffset: start + at, tensorOffset: at, length }];
    }
    const width = this.parameter(name).shape[1];
    return parts.flatMap((part) => {
      const begin = part.firstRow * width;
      const [first, end] = [Math.max(at, begin), Math.min(at + length, begin + part.rowCount * width)];
      if (first >= end) return [];
      const { storage, start } = place(part.name);
      return [{ storage, storageOffset: start + first - begin, tensorOffset: first, length: end - first }];
    });
  }

  private offset(name: string): number {
    return this.layout.offsets.get(name) as number;
  }
}

/** Numbers of a tensor that lie side by side in a storage: `first` is the tensor's, `offset` the storage's. */
interface Segment {
  readonly storage: Storage;
  readonly storageOffset: number;
  readonly tensorOffset: number;
  readonly length: number;
}

/** Fresh weights, the same for the same seed on every machine. */
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
