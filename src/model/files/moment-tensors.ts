// The optimiser's memory in a model file, so that going on is exact: a tensor a weight, named as PyTorch's optimisers name their state.

import { KernelError } from '../../kernels/errors.ts';
import type { Parameter } from '../architecture/parameters.ts';
import type { OptimizerConfig } from '../training/optimizer.ts';
import type { Moments } from '../training/trainer.ts';
import { readNamedTensors, toNamedTensors } from './named-tensors.ts';
import type { SafeTensor } from './safetensors.ts';

/** Each memory's name in the graph, and in the file before the weight's name. */
const PREFIXES: Readonly<Record<OptimizerConfig['kind'], readonly (readonly [string, string])[]>> = {
  adamw: [
    ['m', 'optimizer.exp_avg.'],
    ['v', 'optimizer.exp_avg_sq.'],
  ],
  sgd: [['velocity', 'optimizer.momentum_buffer.']],
};

const ALL = Object.values(PREFIXES).flat();

export function toMomentTensors(parameters: readonly Parameter[], moments: Moments): [string, SafeTensor][] {
  return ALL.flatMap(([name, prefix]) => {
    const values = moments.get(name);
    return values ? toNamedTensors(parameters, values, prefix) : [];
  });
}

/** The memory an optimiser of this kind left in the file: all of it or, where the file has none, nothing. */
export function readMomentTensors(
  kind: OptimizerConfig['kind'],
  parameters: readonly Parameter[],
  tensors: ReadonlyMap<string, SafeTensor>,
  errorPrefix: string,
): Moments | undefined {
  const expected = PREFIXES[kind];
  const present = [...tensors.keys()].some((name) => expected.some(([, prefix]) => name.startsWith(prefix)));
  if (!present) return undefined;
  const moments = new Map(
    expected.map(([name, prefix]) => [name, readNamedTensors(parameters, tensors, errorPrefix, prefix)]),
  );
  for (const [name, values] of moments.get('v') ?? []) {
    // Its root is divided by.
    if (values.some((x) => x < 0))
      throw new KernelError(`${errorPrefix}: a mean of squares of '${name}' is negative`);
  }
  return moments;
}
