// A model's tensors in a file: one for each of its weights, checked one by one.

import { KernelError } from '../kernels/errors.ts';
import { formatShape } from '../kernels/shape.ts';
import type { Parameter } from './parameters.ts';
import type { SafeTensor } from './safetensors.ts';
import type { WeightValues } from './weights.ts';

/** As they are written, under `prefix` and their weight's name. */
export function namedTensors(
  parameters: readonly Parameter[],
  values: WeightValues,
  prefix = '',
): [string, SafeTensor][] {
  return parameters.map(({ name, shape }) => [
    prefix + name,
    { dtype: 'F32', shape, data: values.get(name) as Float32Array<ArrayBuffer> },
  ]);
}

/** Throws a sentence, which begins with `what` the file is, for the first tensor that is not what the model asks for. */
export function checkedTensors(
  parameters: readonly Parameter[],
  tensors: ReadonlyMap<string, SafeTensor>,
  what: string,
  prefix = '',
): Map<string, Float32Array> {
  const values = new Map<string, Float32Array>();
  for (const { name, shape } of parameters) {
    const full = prefix + name;
    const tensor = tensors.get(full);
    if (!tensor) throw new KernelError(`${what}: the weight '${full}' is missing`);
    if (!(tensor.data instanceof Float32Array)) throw new KernelError(`${what}: '${full}' holds integers`);
    if (formatShape(tensor.shape) !== formatShape(shape)) {
      throw new KernelError(
        `${what}: '${full}' is ${formatShape(tensor.shape)}; the configuration asks for ${formatShape(shape)}`,
      );
    }
    const bad = tensor.data.findIndex((x) => !Number.isFinite(x));
    if (bad >= 0) throw new KernelError(`${what}: '${full}' holds ${tensor.data[bad]} at ${bad}`);
    values.set(name, tensor.data);
  }
  return values;
}
