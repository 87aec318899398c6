// A model's tensors in a safetensors file, by parameter name, validated one by one.

import { KernelError } from '../../kernels/errors.ts';
import { formatShape } from '../../kernels/shape.ts';
import { truncate } from '../../shared/truncate.ts';
import type { Parameter } from '../architecture/parameters.ts';
import type { WeightValues } from '../architecture/weights.ts';
import type { SafeTensor } from './safetensors.ts';

/** Tensors to write, each named `prefix` + parameter name. */
export function toNamedTensors(
  parameters: readonly Parameter[],
  values: WeightValues,
  prefix = '',
): [string, SafeTensor][] {
  return parameters.map(({ name, shape }) => [
    prefix + name,
    { dtype: 'F32', shape, data: values.get(name) as Float32Array<ArrayBuffer> },
  ]);
}

/** Throws for the first tensor that is missing, of another type or shape, or not finite. Errors begin with `errorPrefix`. */
export function readNamedTensors(
  parameters: readonly Parameter[],
  tensors: ReadonlyMap<string, SafeTensor>,
  errorPrefix: string,
  prefix = '',
): Map<string, Float32Array> {
  const values = new Map<string, Float32Array>();
  for (const { name, shape } of parameters) {
    const prefixedName = prefix + name;
    const tensor = tensors.get(prefixedName);
    if (!tensor) throw new KernelError(`${errorPrefix}: the weight '${prefixedName}' is missing`);
    if (!(tensor.data instanceof Float32Array))
      throw new KernelError(`${errorPrefix}: '${prefixedName}' holds integers`);
    if (formatShape(tensor.shape) !== formatShape(shape)) {
      throw new KernelError(
        `${errorPrefix}: '${prefixedName}' is ${formatShape(tensor.shape)}; the configuration requires ${formatShape(shape)}`,
      );
    }
    const nonFiniteIndex = tensor.data.findIndex((x) => !Number.isFinite(x));
    if (nonFiniteIndex >= 0)
      throw new KernelError(
        `${errorPrefix}: '${prefixedName}' holds ${tensor.data[nonFiniteIndex]} at ${nonFiniteIndex}`,
      );
    values.set(name, tensor.data);
  }
  return values;
}

/** Throws for the first tensor that is neither a parameter nor one of the other names. Errors begin with `errorPrefix`. */
export function rejectUnknownTensors(
  parameters: readonly Parameter[],
  tensors: ReadonlyMap<string, SafeTensor>,
  errorPrefix: string,
  otherNames: readonly string[],
): void {
  const known = new Set([...parameters.map(({ name }) => name), ...otherNames]);
  const unknown = [...tensors.keys()].find((name) => !known.has(name));
  if (unknown !== undefined)
    throw new KernelError(`${errorPrefix}: '${truncate(unknown, 80)}' is not a weight of this model`);
}
