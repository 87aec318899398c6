// Matches the tensors of another library's file to parameters: names with or without prefix, redundant tensors ignored.

import { KernelError } from '../../kernels/errors.ts';
import { formatShape } from '../../kernels/shape.ts';
import type { Parameter } from '../architecture/parameters.ts';
import type { FileFamily } from './file-family.ts';
import type { TensorEntry } from './safetensors.ts';

const MAX_NAME_LENGTH = 80;

/**
 * The file's tensor for each parameter that is not 0, by parameter name. Throws one error if a weight is missing, duplicate or of another
 * shape, or if a tensor does not belong to the family's architecture.
 */
export function matchTensors(
  { label, namePrefix: prefix, isRedundant, isZero, hasMoreRows }: FileFamily,
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
    const fitting = hasMoreRows?.(parameter.name) ? firstRows(entry, parameter.shape) : entry;
    if (formatShape(fitting.shape) !== formatShape(parameter.shape)) {
      throw new KernelError(
        `model file: '${entry.name}' is ${formatShape(entry.shape)}; the configuration requires ${formatShape(parameter.shape)}`,
      );
    }
    found.set(parameter.name, fitting);
  }
  const missing = parameters.find(({ name }) => !found.has(name) && !isZero?.(name));
  if (missing) throw new KernelError(`model file: the weight '${stripPrefix(missing.name)}' is missing`);
  return found;
}

/** The rows of a table that the model has. */
function firstRows(entry: TensorEntry, [rows, width]: readonly number[]): TensorEntry {
  const [ofFile, widthOfFile] = entry.shape;
  if (ofFile <= rows || widthOfFile !== width) return entry;
  const end = entry.begin + ((entry.end - entry.begin) / ofFile) * rows;
  return { ...entry, shape: [rows, width], end };
}

function truncateName(name: string): string {
  return name.length > MAX_NAME_LENGTH ? `${name.slice(0, MAX_NAME_LENGTH)}…` : name;
}
