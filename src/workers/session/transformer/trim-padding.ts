// Removes padding from activations: rows are padded to few lengths, so that few programs are compiled.

import { type ActivationName, axesOf } from '../../../model/architecture/activations.ts';
import type { NDArray } from '../../../model/inspection/inspector.ts';
import type { Tensor } from '../../rpc/api/lab-api.ts';

/**
 * The first row of the batch, without its axis B, and only the first `length` positions of every axis T. What needs no cut is
 * handed on as it was read.
 */
export function trimPadding(name: ActivationName, { shape, data }: NDArray, length: number): Tensor {
  const axes = axesOf(name);
  const kept = shape.map((size, axis) => (axes[axis] === 'B' ? 1 : axes[axis] === 'T' ? length : size));
  return { shape: axes[0] === 'B' ? kept.slice(1) : kept, data: slice(data, shape, kept) };
}

/** The first `kept` of every axis. From the last axis that is cut, what is kept lies together and is copied as one. */
function slice(data: NDArray['data'], shape: readonly number[], kept: readonly number[]): NDArray['data'] {
  const last = shape.findLastIndex((size, axis) => kept[axis] < size);
  if (last < 0) return data;
  const below = sizeOf(shape.slice(last + 1));
  const result = new Float32Array(sizeOf(kept));
  let position = 0;
  const walk = (axis: number, offset: number) => {
    const first = offset * shape[axis];
    if (axis < last) for (let i = 0; i < kept[axis]; i++) walk(axis + 1, first + i);
    else {
      const run = data.subarray(first * below, (first + kept[axis]) * below);
      result.set(run, position);
      position += run.length;
    }
  };
  walk(0, 0);
  return result;
}

const sizeOf = (shape: readonly number[]) => shape.reduce((a, b) => a * b, 1);
