// A model's weights on an executor: one flat storage with aligned tensors, or the layout of a read-only model, several storages and
// quantised matrices.

import type { Executor, Storage } from '../../kernels/backends/executor.ts';
import { KernelError } from '../../kernels/errors.ts';
import { PARAMETERS } from '../../kernels/graph/plan.ts';
import { dequantizeRows, quantizeRows, scalesPerRow, wordsPerRow } from '../../kernels/quantization.ts';
import { elementCount, formatShape } from '../../kernels/shape.ts';
import { random } from '../../shared/random.ts';
import type { WeightType } from '../../shared/weight-types.ts';
import type { FlatLayout, Parameter } from './parameters.ts';
import { flatLayout, parameterCount } from './parameters.ts';
import { hasOutputRows, type QuantizedShard, type RowShard, type ShardedLayout } from './sharded-layout.ts';

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

  /** How the matrices are held. All but `float32` are read-only. */
  get weightType(): WeightType {
    return this.sharding?.weightType ?? 'float32';
  }

  /** Row shards by name; of sharded tables and quantised matrices. */
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

  /** Weights of the same layout, all 0. */
  emptyCopy(executor: Executor): Weights {
    return new Weights(executor, this.parameters, this.sharding);
  }

  /** Elements of a tensor that are written together: a row with one scale, or the whole of a quantised matrix with columns of outputs. */
  writeUnit(name: string): number {
    if (!this.isQuantized(name)) return 1;
    const parameter = this.parameter(name);
    return hasOutputRows(parameter) ? parameter.shape[1] : elementCount(parameter.shape);
  }

  /** Writes consecutive elements of a tensor from element `at` on, a multiple of `writeUnit`, for files read in chunks. */
  write(name: string, at: number, numbers: Float32Array<ArrayBuffer>): void {
    if (this.isQuantized(name)) {
      this.writeQuantized(name, at, numbers);
      return;
    }
    for (const { storage, storageOffset, tensorOffset, length } of this.segments(name, at, numbers.length))
      storage.write(storageOffset, numbers.subarray(tensorOffset - at, tensorOffset - at + length));
  }

  /** Writes one element of a tensor; throws if the index is out of range or the value is not finite. */
  setElement(name: string, index: number, value: number): void {
    const count = elementCount(this.parameter(name).shape);
    if (!Number.isInteger(index) || index < 0 || index >= count)
      throw new KernelError(`weights: '${name}' has ${count} elements; index ${index} is out of range`);
    if (!Number.isFinite(value)) throw new KernelError(`weights: ${value} is not a finite number`);
    this.requireFloat32('changing a weight');
    this.write(name, index, Float32Array.of(value));
  }

  /** Throws unless the weights are float32. `purpose` is what needs them: `an edit`. */
  requireFloat32(purpose: string): void {
    if (this.weightType === 'float32') return;
    throw new KernelError(
      `${purpose} needs weights in float32, and those of this model are held as ${this.weightType}; open it as float32`,
    );
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
    const row = (index: number) =>
      this.isQuantized(name) ? this.quantizedRows(name, index, 1) : this.slice(name, index * width, width);
    const read = await Promise.all(indices.map(row));
    const rows = new Float32Array(indices.length * width);
    read.forEach((numbers, i) => {
      rows.set(numbers, i * width);
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
  private async read(parameter: Parameter): Promise<Float32Array<ArrayBuffer>> {
    const { name, shape } = parameter;
    if (this.isQuantized(name)) return this.dequantized(parameter);
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

  private isQuantized(name: string): boolean {
    return this.shards.get(name)?.[0].quantized !== undefined;
  }

  /** Whole rows of outputs, or all columns of outputs. */
  private writeQuantized(name: string, at: number, numbers: Float32Array<ArrayBuffer>): void {
    const parameter = this.parameter(name);
    const isByRow = hasOutputRows(parameter);
    const rows = isByRow ? numbers : transpose(numbers, parameter.shape[0]);
    for (const [shard, { bits, K, scale }] of this.quantizedShards(name)) {
      const first = Math.max(at / K, shard.firstRow);
      const end = Math.min((at + numbers.length) / K, shard.firstRow + shard.rowCount);
      if (first >= end) continue;
      const quantized = quantizeRows(rows.subarray(first * K - at, end * K - at), K, bits);
      const { storage, start } = this.locate(shard.name);
      storage.write(start + (first - shard.firstRow) * wordsPerRow(K, bits), quantized.codes);
      if (scale === undefined) continue;
      const scales = this.locate(scale);
      scales.storage.write(scales.start + (first - shard.firstRow) * scalesPerRow(K, bits), quantized.scale);
    }
  }

  /** The numbers that the model computes with. */
  private async dequantized(parameter: Parameter): Promise<Float32Array<ArrayBuffer>> {
    const { name, shape } = parameter;
    if (!hasOutputRows(parameter)) return transpose(await this.quantizedRows(name, 0, shape[1]), shape[1]);
    const values = new Float32Array(elementCount(shape));
    const rowsPerRead = Math.max(1, Math.floor(MAX_COPY_WORDS / shape[1]));
    for (let row = 0; row < shape[0]; row += rowsPerRead)
      values.set(await this.quantizedRows(name, row, Math.min(rowsPerRead, shape[0] - row)), row * shape[1]);
    return values;
  }

  /** `count` rows of outputs from row `from` on, as numbers. */
  private async quantizedRows(name: string, from: number, count: number): Promise<Float32Array<ArrayBuffer>> {
    const shards = this.quantizedShards(name);
    const values = new Float32Array(count * shards[0][1].K);
    for (const [shard, { bits, K, scale: scaleName }] of shards) {
      const first = Math.max(from, shard.firstRow);
      const rows = Math.min(from + count, shard.firstRow + shard.rowCount) - first;
      if (rows <= 0) continue;
      const read = async (tensor: string, width: number) => {
        const { storage, start } = this.locate(tensor);
        return storage.read(start + (first - shard.firstRow) * width, rows * width);
      };
      const [words, scale] = await Promise.all([
        read(shard.name, wordsPerRow(K, bits)),
        scaleName === undefined ? undefined : read(scaleName, scalesPerRow(K, bits)),
      ]);
      const codes = new Int32Array(words.buffer, words.byteOffset, words.length);
      values.set(dequantizeRows({ codes, scale }, K, bits), (first - from) * K);
    }
    return values;
  }

  private quantizedShards(name: string): (readonly [RowShard, QuantizedShard])[] {
    return (this.shards.get(name) ?? []).map((shard) => [shard, shard.quantized as QuantizedShard]);
  }

  private locate(tensor: string) {
    return {
      storage: this.storages[this.sharding?.storages.get(tensor) ?? PARAMETERS],
      start: this.offset(tensor),
    };
  }

  /** Locations of the elements `at … at + length` of a tensor: one, or one for each row shard they touch. */
  private segments(name: string, at: number, length: number): Segment[] {
    const shards = this.shards.get(name);
    if (!shards) {
      const { storage, start } = this.locate(name);
      return [{ storage, storageOffset: start + at, tensorOffset: at, length }];
    }
    const width = this.parameter(name).shape[1];
    return shards.flatMap((shard) => {
      const begin = shard.firstRow * width;
      const [first, end] = [Math.max(at, begin), Math.min(at + length, begin + shard.rowCount * width)];
      if (first >= end) return [];
      const { storage, start } = this.locate(shard.name);
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

/** (rows, columns) → (columns, rows). */
function transpose(numbers: Float32Array, rows: number): Float32Array<ArrayBuffer> {
  const columns = numbers.length / rows;
  const result = new Float32Array(numbers.length);
  for (let r = 0, i = 0; r < rows; r++)
    for (let c = 0; c < columns; c++, i++) result[c * rows + r] = numbers[i];
  return result;
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
