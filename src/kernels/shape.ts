// Symbolic shapes of ops, and the inference of their dimensions from the shapes of tensors.

import { invariant } from './errors.ts';

export type DType = 'f32' | 'i32';

/** A symbolic dimension of the op, e.g. `R`, or 1. */
export type Axis = string | 1;

/** Element type and symbolic shape of an op's tensor. */
export interface TensorSpec {
  readonly dtype: DType;
  readonly shape: readonly Axis[];
  /** Names of scalars that change between steps; in WGSL the fields of a uniform, in this order. */
  readonly fields?: readonly string[];
}

/** A float32 tensor, row-major: `f32('R', 'N')`. */
export function f32(...shape: Axis[]): TensorSpec {
  return { dtype: 'f32', shape };
}

/** An int32 tensor, e.g. of token ids: `i32('R')`. */
export function i32(...shape: Axis[]): TensorSpec {
  return { dtype: 'i32', shape };
}

/** Scalars that change between steps: `scalars('learning_rate', 'momentum')`. */
export function scalars(...fields: string[]): TensorSpec {
  return { dtype: 'f32', shape: ['scalars'], fields };
}

/** Sizes by symbolic dimension, e.g. `{ R: 512, N: 64 }`. */
export type Dims = Readonly<Record<string, number>>;

export function elementCount(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}

export function formatShape(shape: readonly number[]): string {
  return `(${shape.join(', ')})`;
}

/**
 * Infers the symbolic dimensions of an op from the shapes of its inputs. A tensor may have more axes than its spec: its
 * leading axes are folded into the first dimension, so that softmax over `['R', 'N']` accepts scores (B, H, T, T).
 */
export class AxisSizes {
  /** Axis sizes by dimension: `R` may be `[B, H, T]`. */
  private readonly axes = new Map<string, readonly number[]>();
  private readonly opName: string;

  constructor(opName: string, known: Dims) {
    this.opName = opName;
    for (const [letter, size] of Object.entries(known)) this.axes.set(letter, [size]);
  }

  /** Unifies the shape of an input with its spec. @throws KernelError if a dimension would get two sizes. */
  match(role: string, spec: TensorSpec, shape: readonly number[]): void {
    const context = `${this.opName}: input '${role}' is ${formatShape(shape)}`;
    const foldedAxes = shape.length - spec.shape.length + 1;
    invariant(foldedAxes >= 1, context, `expected axes (${spec.shape.join(', ')})`);
    invariant(elementCount(shape) > 0, context, 'every axis needs at least one element');
    const groups = [shape.slice(0, foldedAxes), ...shape.slice(foldedAxes).map((size) => [size])];
    for (const [i, axis] of spec.shape.entries()) this.bind(context, axis, groups[i]);
  }

  private bind(context: string, axis: Axis, actual: readonly number[]): void {
    const size = elementCount(actual);
    if (axis === 1) {
      invariant(size === 1, context, `expected an axis of size 1, got ${size}`);
      return;
    }
    const bound = this.axes.get(axis);
    if (bound === undefined) {
      this.axes.set(axis, actual);
      return;
    }
    invariant(
      elementCount(bound) === size,
      context,
      `axis ${axis} is ${size}, but ${elementCount(bound)} in another input`,
    );
    // Keep the unfolded axes, e.g. (B, T) rather than R = B·T: outputs get them back.
    if (actual.length > bound.length) this.axes.set(axis, actual);
  }

  dims(): Dims {
    return Object.fromEntries([...this.axes].map(([axis, actual]) => [axis, elementCount(actual)]));
  }

  /** The shape of an output or scratch tensor, its first dimension unfolded. */
  resolve(spec: TensorSpec, derived: Dims): number[] {
    return spec.shape.flatMap((axis) => {
      if (axis === 1) return [1];
      const size = this.axes.get(axis) ?? (axis in derived ? [derived[axis]] : undefined);
      invariant(size !== undefined, this.opName, `cannot infer the size of axis ${axis} from the inputs`);
      return size;
    });
  }
}
