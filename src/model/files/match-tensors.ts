// Matches the tensors of another library's file to parameters: names with or without prefix, redundant tensors ignored.

import { KernelError } from '../../kernels/errors.ts';
import { formatShape } from '../../kernels/shape.ts';
import type { Parameter } from '../architecture/parameters.ts';
import type { FileFamily } from './file-family.ts';
import type { TensorEntry } from './safetensors.ts';

const MAX_NAME_LENGTH = 80;

/**
 * The file's tensor for each parameter, by parameter name. Throws one error if a weight is missing, duplicate or of another
 * shape, or if a tensor does not belong to the family's architecture.
 */
export function matchTensors(
  { label, namePrefix: prefix, isRedundant }: FileFamily,
  entries: readonly TensorEntry[],
  parameters: readonly Parameter[],
): Map<string, TensorEntry> {
  const stripPrefix = (name: string) => (name.startsWith(prefix) ? name.slice(prefix.length) : name);
  const parameterOf = new Map(parameters.map((parameter) => [stripPrefix(parameter.name), parameter]));
  const found = new Map<string, TensorEntry>();
  for (const entry of entries) {
    const name = stripPrefix(entry.name);
    const parameter = parameterOf.get(name);
    if (!parameter) {
      if (isRedundant(name) || isRedundant(prefix + name)) continue;
      throw new KernelError(
        `model file: '${truncateName(entry.name)}' is not a weight of ${label}'s architecture`,
      );
    }
    if (found.has(parameter.name))
      throw new KernelError(`model file: the weight '${name}' is duplicate, with and without '${prefix}'`);
    if (formatShape(entry.shape) !== formatShape(parameter.shape)) {
      throw new KernelError(
        `model file: '${entry.name}' is ${formatShape(entry.shape)}; the configuration requires ${formatShape(parameter.shape)}`,
      );
    }
    found.set(parameter.name, entry);
  }
  const missing = parameters.find(({ name }) => !found.has(name));
  if (missing) throw new KernelError(`model file: the weight '${stripPrefix(missing.name)}' is missing`);
  return found;
}

function truncateName(name: string): string {
  return name.length > MAX_NAME_LENGTH ? `${name.slice(0, MAX_NAME_LENGTH)}…` : name;
}
