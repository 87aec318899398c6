// Optimizer state in a model file: one tensor per weight and moment, named like the state of PyTorch's optimizers.

import { KernelError } from '../../kernels/errors.ts';
import type { Parameter } from '../architecture/parameters.ts';
import type { OptimizerConfig } from '../training/optimizer.ts';
import type { Moments } from '../training/trainer.ts';
import { readNamedTensors, toNamedTensors } from './named-tensors.ts';
import type { SafeTensor } from './safetensors.ts';

/** Names of the moments in the graph, and their prefixes in the file. */
const PREFIXES: Readonly<Record<OptimizerConfig['kind'], readonly (readonly [string, string])[]>> = {
  adamw: [
    ['m', 'optimizer.exp_avg.'],
    ['v', 'optimizer.exp_avg_sq.'],
  ],
  sgd: [['velocity', 'optimizer.momentum_buffer.']],
};

const ALL_MOMENTS = Object.values(PREFIXES).flat();

/** Prefixes of the tensors of an optimizer, by its kind. */
export const MOMENT_PREFIXES = {
  adamw: PREFIXES.adamw.map(([, prefix]) => prefix),
  sgd: PREFIXES.sgd.map(([, prefix]) => prefix),
};

export function toMomentTensors(parameters: readonly Parameter[], moments: Moments): [string, SafeTensor][] {
  return ALL_MOMENTS.flatMap(([name, prefix]) => {
    const values = moments.get(name);
    return values ? toNamedTensors(parameters, values, prefix) : [];
  });
}

/** The state of an optimizer of this kind; undefined if the file has none. Throws if it is incomplete or invalid. */
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
    // AdamW divides by the square root of `v`.
    if (values.some((x) => x < 0))
      throw new KernelError(`${errorPrefix}: a second moment of '${name}' is negative`);
  }
  return moments;
}
