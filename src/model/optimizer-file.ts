// The optimiser's memory in a model file, so that going on is exact: a tensor a weight, named as PyTorch's optimisers name their state.

import { KernelError } from '../kernels/errors.ts';
import { checkedTensors, namedTensors } from './named-tensors.ts';
import type { OptimizerConfig } from './optimizer.ts';
import type { Parameter } from './parameters.ts';
import type { SafeTensor } from './safetensors.ts';
import type { Moments } from './trainer.ts';

/** Each memory's name in the graph, and in the file before the weight's name. */
const PREFIXES: Readonly<Record<OptimizerConfig['kind'], readonly (readonly [string, string])[]>> = {
  adamw: [
    ['m', 'optimizer.exp_avg.'],
    ['v', 'optimizer.exp_avg_sq.'],
  ],
  sgd: [['velocity', 'optimizer.momentum_buffer.']],
};

const ALL = Object.values(PREFIXES).flat();

export function momentTensors(parameters: readonly Parameter[], moments: Moments): [string, SafeTensor][] {
  return ALL.flatMap(([name, prefix]) => {
    const values = moments.get(name);
    return values ? namedTensors(parameters, values, prefix) : [];
  });
}

/** The memory an optimiser of this kind left in the file: all of it or, where the file has none, nothing. */
export function readMoments(
  kind: OptimizerConfig['kind'],
  parameters: readonly Parameter[],
  tensors: ReadonlyMap<string, SafeTensor>,
  what: string,
): Moments | undefined {
  const wanted = PREFIXES[kind];
  const present = [...tensors.keys()].some((name) => wanted.some(([, prefix]) => name.startsWith(prefix)));
  if (!present) return undefined;
  const moments = new Map(
    wanted.map(([name, prefix]) => [name, checkedTensors(parameters, tensors, what, prefix)]),
  );
  for (const [name, values] of moments.get('v') ?? []) {
    // Its root is divided by.
    if (values.some((x) => x < 0))
      throw new KernelError(`${what}: a mean of squares of '${name}' is negative`);
  }
  return moments;
}
