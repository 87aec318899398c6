// Matches the tensors of a GPT-2 file to parameters: names with or without prefix, attention mask buffers ignored.

import { KernelError } from '../../../kernels/errors.ts';
import { formatShape } from '../../../kernels/shape.ts';
import type { Parameter } from '../../architecture/parameters.ts';
import type { TensorEntry } from '../safetensors.ts';

const PREFIX = 'transformer.';
/** Hugging Face's causal mask buffers, which the context length determines. */
const CAUSAL_MASK = /^h\.\d+\.attn\.(masked_)?bias$/;
const UNEMBEDDING = 'lm_head.weight';
const MAX_NAME_LENGTH = 80;

/** The name without the optional prefix. */
function stripPrefix(name: string): string {
  return name.startsWith(PREFIX) ? name.slice(PREFIX.length) : name;
}

/**
 * The file's tensor for each parameter, by parameter name. Throws one error if a weight is missing, duplicate or of another
 * shape, or if a tensor does not belong to GPT-2's architecture.
 */
export function matchTensors(
  entries: readonly TensorEntry[],
  parameters: readonly Parameter[],
): Map<string, TensorEntry> {
  const parameterOf = new Map(parameters.map((parameter) => [stripPrefix(parameter.name), parameter]));
  const found = new Map<string, TensorEntry>();
  for (const entry of entries) {
    const name = stripPrefix(entry.name);
    const parameter = parameterOf.get(name);
    if (!parameter) {
      // Some files store the tied unembedding as well.
      if (CAUSAL_MASK.test(name) || name === UNEMBEDDING) continue;
      throw new KernelError(
        `model file: '${truncateName(entry.name)}' is not a weight of GPT-2's architecture`,
      );
    }
    if (found.has(parameter.name))
      throw new KernelError(`model file: the weight '${name}' is duplicate, with and without '${PREFIX}'`);
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
