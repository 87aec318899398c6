// Optimizer state in a model file: one tensor per weight and moment, named like the state of PyTorch's optimizers.

import { KernelError } from '../../kernels/errors.ts';
import type { Parameter } from '../architecture/parameters.ts';
import { type MomentName, momentParameters } from '../training/optimizer/moments.ts';
import type { OptimizerConfig } from '../training/optimizer/optimizer-config.ts';
import type { Moments } from '../training/trainer.ts';
import { readNamedTensors, toNamedTensors } from './named-tensors.ts';
import type { SafeTensor } from './safetensors.ts';

/** Prefixes in the file. */
const PREFIXES: Readonly<Record<MomentName, string>> = {
  m: 'optimizer.exp_avg.',
  v: 'optimizer.exp_avg_sq.',
  velocity: 'optimizer.momentum_buffer.',
  momentum: 'optimizer.momentum_buffer.',
};

/** Names of the tensors of an optimizer. */
export const momentTensorNames = (
  kind: OptimizerConfig['kind'],
  parameters: readonly Parameter[],
): string[] =>
  momentParameters(kind, parameters).flatMap(([moment, its]) =>
    its.map(({ name }) => PREFIXES[moment] + name),
  );

export function toMomentTensors(parameters: readonly Parameter[], moments: Moments): [string, SafeTensor][] {
  return [...moments].flatMap(([moment, values]) =>
    toNamedTensors(
      parameters.filter(({ name }) => values.has(name)),
      values,
      PREFIXES[moment as MomentName],
    ),
  );
}

/** The state of an optimizer of this kind; undefined if the file has none. Throws if it is incomplete or invalid. */
export function readMomentTensors(
  kind: OptimizerConfig['kind'],
  parameters: readonly Parameter[],
  tensors: ReadonlyMap<string, SafeTensor>,
  errorPrefix: string,
): Moments | undefined {
  if (!momentTensorNames(kind, parameters).some((name) => tensors.has(name))) return undefined;
  const moments = new Map<string, Map<string, Float32Array>>(
    momentParameters(kind, parameters).map(([moment, its]) => [
      moment,
      readNamedTensors(its, tensors, errorPrefix, PREFIXES[moment]),
    ]),
  );
  for (const [name, values] of moments.get('v') ?? []) {
    // AdamW divides by the square root of `v`.
    if (values.some((x) => x < 0))
      throw new KernelError(`${errorPrefix}: a second moment of '${name}' is negative`);
  }
  return moments;
}
