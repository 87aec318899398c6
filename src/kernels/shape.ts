// Shapes as an op declares them, in letters, and how letters get their sizes from real tensors.

import { invariant } from './errors.ts';

export type DType = 'f32' | 'i32';

/** A size is a letter of the op's own alphabet, or 1. */
export type Axis = string | 1;

/** What an op says about one of its tensors: element type and shape in letters. */
export interface TensorSpec {
  readonly dtype: DType;
  readonly shape: readonly Axis[];
  /** Named 32-bit floats that change between steps; bound as a uniform in WGSL, in this order. */
  readonly fields?: readonly string[];
}

/** Reals, row-major: `f32('R', 'N')`. */
export function f32(...shape: Axis[]): TensorSpec {
  return { dtype: 'f32', shape };
}

/** Token ids, labels or row numbers: `i32('R')`. */
export function i32(...shape: Axis[]): TensorSpec {
  return { dtype: 'i32', shape };
}

/** Scalars that change between steps, such as a learning rate: `scalars('learning_rate', 'momentum')`. */
export function scalars(...fields: string[]): TensorSpec {
  return { dtype: 'f32', shape: ['scalars'], fields };
}

/** Sizes by letter, e.g. `{ R: 512, N: 64 }`. */
export type Dims = Readonly<Record<string, number>>;

export function elementCount(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}

export function formatShape(shape: readonly number[]): string {
  return `(${shape.join(', ')})`;
}

/**
 * Learns the sizes of an op's letters from the shapes of its inputs. A tensor may have more axes than its spec: the
 * leading ones then count as one, so that softmax over `['R', 'N']` takes scores of `(B, H, T, T)`.
 */
export class AxisSizes {
  /** The real axes each letter stands for: `R` may be `[B, H, T]`. */
  private readonly axes = new Map<string, readonly number[]>();
  private readonly opName: string;

  constructor(opName: string, known: Dims) {
    this.opName = opName;
    for (const [letter, size] of Object.entries(known)) this.axes.set(letter, [size]);
  }

  /** Matches a real shape against a spec; throws a sentence where a letter would get two different sizes. */
  match(role: string, spec: TensorSpec, shape: readonly number[]): void {
    const context = `${this.opName}: input '${role}' is ${formatShape(shape)}`;
    const foldedAxes = shape.length - spec.shape.length + 1;
    invariant(foldedAxes >= 1, context, `it needs the axes (${spec.shape.join(', ')})`);
    invariant(elementCount(shape) > 0, context, 'every axis needs at least one element');
    const groups = [shape.slice(0, foldedAxes), ...shape.slice(foldedAxes).map((size) => [size])];
    for (const [i, axis] of spec.shape.entries()) this.bind(context, axis, groups[i]);
  }

  private bind(context: string, axis: Axis, actual: readonly number[]): void {
    const size = elementCount(actual);
    if (axis === 1) {
      invariant(size === 1, context, `axis of size 1 expected, found ${size}`);
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
      `axis ${axis} is ${size} here and ${elementCount(bound)} elsewhere`,
    );
    // (B, T) says more than the product R = B·T: keep the finer reading for the shapes of outputs.
    if (actual.length > bound.length) this.axes.set(axis, actual);
  }

  dims(): Dims {
    return Object.fromEntries([...this.axes].map(([axis, actual]) => [axis, elementCount(actual)]));
  }

  /** The real shape of an output or scratch tensor with the leading letter unfolded again. */
  resolve(spec: TensorSpec, derived: Dims): number[] {
    return spec.shape.flatMap((axis) => {
      if (axis === 1) return [1];
      const size = this.axes.get(axis) ?? (axis in derived ? [derived[axis]] : undefined);
      invariant(size !== undefined, this.opName, `no input tells the size of axis ${axis}`);
      return size;
    });
  }
}
