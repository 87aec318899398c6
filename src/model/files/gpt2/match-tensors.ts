// Which tensor of a GPT-2 file is which weight: the names have a prefix or not, and beside weights there may be masks.

import { KernelError } from '../../../kernels/errors.ts';
import { formatShape } from '../../../kernels/shape.ts';
import type { Parameter } from '../../architecture/parameters.ts';
import type { TensorEntry } from '../safetensors.ts';

const PREFIX = 'transformer.';
/** Hugging Face's causal masks, kept as buffers beside the weights: they follow from the context's length. */
const CAUSAL_MASK = /^h\.\d+\.attn\.(masked_)?bias$/;
const UNEMBEDDING = 'lm_head.weight';
const MAX_NAME_LENGTH = 80;

/** The name without the prefix that some files have and others have not. */
function stripPrefix(name: string): string {
  return name.startsWith(PREFIX) ? name.slice(PREFIX.length) : name;
}

/**
 * The file's tensor for each of the model's weights, by the model's name. Throws one sentence where a weight is missing,
 * twice there or of another shape, and where a tensor is none of GPT-2's.
 */
export function matchTensors(
  entries: readonly TensorEntry[],
  parameters: readonly Parameter[],
): Map<string, TensorEntry> {
  const weightOf = new Map(parameters.map((parameter) => [stripPrefix(parameter.name), parameter]));
  const found = new Map<string, TensorEntry>();
  for (const entry of entries) {
    const name = stripPrefix(entry.name);
    const parameter = weightOf.get(name);
    if (!parameter) {
      // A tied unembedding may be written out beside the embedding that it is.
      if (CAUSAL_MASK.test(name) || name === UNEMBEDDING) continue;
      throw new KernelError(`model file: '${truncateName(entry.name)}' is no weight of GPT-2's architecture`);
    }
    if (found.has(parameter.name))
      throw new KernelError(`model file: the weight '${name}' is there twice, with and without '${PREFIX}'`);
    if (formatShape(entry.shape) !== formatShape(parameter.shape)) {
      throw new KernelError(
        `model file: '${entry.name}' is ${formatShape(entry.shape)}; the configuration asks for ${formatShape(parameter.shape)}`,
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
