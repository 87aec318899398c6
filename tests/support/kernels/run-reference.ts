// Runs an op's reference implementation on literal values of a test.

import type { Attributes, Constants, Op } from '../../../src/kernels/op.ts';
import { type Dims, elementCount, type TensorSpec } from '../../../src/kernels/shape.ts';

type Arrays = Record<string, Float32Array | Int32Array>;

export interface ReferenceInput {
  readonly dims: Dims;
  readonly attributes?: Attributes;
  /** Inputs by role, and the gradients of outputs as `d_<role>`; what is written in place starts from here too. */
  readonly values: Readonly<Record<string, ArrayLike<number>>>;
}

/** All tensors by role after the forward passes and, unless the op has none, the backward passes. */
export function runReference(op: Op, { dims, attributes = {}, values: numbers }: ReferenceInput): Arrays {
  const known = { ...dims, ...attributes } as Record<string, number>;
  const k: Constants = { ...known, ...op.derive?.(known) };
  op.check?.(k);
  const tensors = allocate(op, k);
  for (const [role, values] of Object.entries(numbers)) tensors[role].set(values);
  const passes = [...op.forward, ...(op.backward === 'none' ? [] : op.backward)];
  for (const pass of passes) pass.reference(tensors, { ...k, ...pass.constants?.(k) });
  return tensors;
}

/** Zeroed tensors of all roles, and gradients of the f32 ones. */
function allocate(op: Op, k: Constants): Arrays {
  const tensors: Arrays = {};
  for (const [role, spec] of Object.entries({ ...op.inputs, ...op.outputs, ...op.scratch })) {
    const length = lengthOf(spec, k);
    tensors[role] = spec.dtype === 'i32' ? new Int32Array(length) : new Float32Array(length);
    if (spec.dtype === 'f32') tensors[`d_${role}`] = new Float32Array(length);
  }
  return tensors;
}

function lengthOf({ shape, fields }: TensorSpec, k: Constants): number {
  return fields?.length ?? elementCount(shape.map((axis) => (axis === 1 ? 1 : k[axis])));
}
