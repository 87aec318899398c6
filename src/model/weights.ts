// A model's weights on an executor: one flat storage, with every tensor at its aligned place.

import { KernelError } from '../kernels/errors.ts';
import type { Executor, Storage } from '../kernels/executor.ts';
import { elements, formatShape } from '../kernels/shape.ts';
import type { FlatLayout, Parameter } from './parameters.ts';
import { flatLayout, parameterCount } from './parameters.ts';
import { random } from './random.ts';

/** Weights by name, each row-major. */
export type WeightValues = ReadonlyMap<string, Float32Array>;

export class Weights {
  readonly parameters: readonly Parameter[];
  readonly layout: FlatLayout;
  readonly storage: Storage;

  constructor(executor: Executor, parameters: readonly Parameter[]) {
    this.parameters = parameters;
    this.layout = flatLayout(parameters);
    this.storage = executor.allocate('parameters', this.layout.length);
  }

  get count(): number {
    return parameterCount(this.parameters);
  }

  /** Writes all weights; throws a sentence, and writes nothing, if one is missing or has the wrong size. */
  set(values: WeightValues): void {
    this.storage.write(0, this.flatten(values));
  }

  /** Writes one number of a tensor; throws a sentence if it has no such place or the number is none. */
  setOne(name: string, index: number, value: number): void {
    const parameter = this.parameters.find((each) => each.name === name);
    if (!parameter) throw new KernelError(`weights: there is no '${name}'`);
    const count = elements(parameter.shape);
    if (!Number.isInteger(index) || index < 0 || index >= count)
      throw new KernelError(`weights: '${name}' has ${count} numbers, counted from 0; there is no ${index}`);
    if (!Number.isFinite(value)) throw new KernelError(`weights: ${value} is no number a weight can have`);
    this.storage.write(this.offset(name) + index, Float32Array.of(value));
  }

  /** All weights as they lie in the storage, padding 0; throws a sentence if one is missing or has the wrong size. */
  flatten(values: WeightValues): Float32Array<ArrayBuffer> {
    const flat = new Float32Array(this.layout.length);
    for (const { name, shape } of this.parameters) {
      const value = values.get(name);
      if (!value) throw new KernelError(`weights: '${name}' is missing`);
      if (value.length !== elements(shape)) {
        throw new KernelError(
          `weights: '${name}' has ${value.length} numbers; ${formatShape(shape)} needs ${elements(shape)}`,
        );
      }
      flat.set(value, this.offset(name));
    }
    return flat;
  }

  /** Weights as they are after everything queued so far: all, or some by name, and then only those are copied. */
  async get(names?: readonly string[]): Promise<Map<string, Float32Array<ArrayBuffer>>> {
    if (!names) return this.unflatten(await this.storage.read(0, this.layout.length));
    const wanted = this.parameters.filter(({ name }) => names.includes(name));
    const values = await Promise.all(
      wanted.map(({ name, shape }) => this.storage.read(this.offset(name), elements(shape))),
    );
    return new Map(wanted.map(({ name }, i) => [name, values[i]]));
  }

  /** Cuts a flat copy (of weights, gradients or moments) into tensors by name. */
  unflatten(flat: Float32Array<ArrayBuffer>): Map<string, Float32Array<ArrayBuffer>> {
    return new Map(
      this.parameters.map(({ name, shape }) => {
        const offset = this.offset(name);
        return [name, flat.slice(offset, offset + elements(shape))];
      }),
    );
  }

  dispose(): void {
    this.storage.dispose();
  }

  private offset(name: string): number {
    return this.layout.offsets.get(name) as number;
  }
}

/** Fresh weights, the same for the same seed on every machine. */
export function initialWeights(
  parameters: readonly Parameter[],
  { seed, initStd = 1 }: { seed: number; initStd?: number },
): WeightValues {
  return new Map(
    parameters.map(({ name, shape, start, deviation = initStd }) => {
      const values = new Float32Array(elements(shape));
      if (start === 'ones') values.fill(1);
      if (start === 'normal') {
        const stream = random(seed, 'weights', name);
        for (let i = 0; i < values.length; i++) values[i] = deviation * stream.normal();
      }
      return [name, values];
    }),
  );
}
