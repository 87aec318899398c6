// The tensors of a file that may be another library's, as the parameters of this one: without redundant tensors, with the family's
// prefix in all names, and with what its file leaves to be computed.

import { KernelError } from '../../kernels/errors.ts';
import { elementCount } from '../../kernels/shape.ts';
import type { Sliced } from '../../shared/budget.ts';
import { transformerParameters } from '../architecture/architecture.ts';
import type { ModelConfig } from '../architecture/config.ts';
import { fileFamilyOf } from './hugging-face-config.ts';
import { type SafeTensor, type SafeTensorsFile, safeTensorsInSlices } from './safetensors.ts';

export function* foreignFile(bytes: Uint8Array, config: ModelConfig): Sliced<SafeTensorsFile> {
  const { namePrefix: prefix, isRedundant } = fileFamilyOf(config);
  const weights = new Set(transformerParameters(config).map(({ name }) => name));
  const fullName = (name: string) => (weights.has(prefix + name) ? prefix + name : name);
  const isIgnored = (name: string) =>
    !weights.has(fullName(name)) && (isRedundant(name) || isRedundant(prefix + name));
  const { tensors, metadata } = yield* safeTensorsInSlices(bytes, isIgnored);
  const renamed = new Map<string, SafeTensor>();
  for (const [name, tensor] of tensors) {
    if (renamed.has(fullName(name)))
      throw new KernelError(`model file: the weight '${name}' is duplicate, with and without '${prefix}'`);
    renamed.set(fullName(name), tensor);
  }
  return { tensors: completed(renamed, config), metadata };
}

/** With zeros, factors and fewer rows as the family says. */
function completed(
  tensors: ReadonlyMap<string, SafeTensor>,
  config: ModelConfig,
): ReadonlyMap<string, SafeTensor> {
  const { isZero, factor, hasMoreRows } = fileFamilyOf(config);
  const result = new Map(tensors);
  for (const { name, shape } of transformerParameters(config)) {
    const tensor = result.get(name);
    const length = elementCount(shape);
    if (!tensor) {
      if (isZero?.(name)) result.set(name, { dtype: 'F32', shape, data: new Float32Array(length) });
      continue;
    }
    const data = tensor.data as Float32Array<ArrayBuffer>;
    const scale = factor?.(name, config) ?? 1;
    if (scale !== 1) result.set(name, { ...tensor, data: data.map((value) => value * scale) });
    if (hasMoreRows?.(name) && tensor.shape[0] > shape[0] && tensor.shape[1] === shape[1])
      result.set(name, { ...tensor, shape, data: data.slice(0, length) });
  }
  return result;
}
