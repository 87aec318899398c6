// Cutting an activation back to the tokens that were asked about: rows are padded to few lengths when they are run.

import type { ActivationName } from '../model/activations.ts';
import { BLOCK_ACTIVATIONS, MODEL_ACTIVATIONS } from '../model/activations.ts';
import type { Values } from '../model/inspector.ts';
import type { Tensor } from './lab-api.ts';

/** The axes of an activation in letters, e.g. `['B', 'H', 'T', 'T']`. */
export function axesOf(name: ActivationName): string[] {
  const short = name.replace(/^blocks\.\d+\./, '');
  const table: Record<string, { shape: string }> = { ...BLOCK_ACTIVATIONS, ...MODEL_ACTIVATIONS };
  return table[short].shape.split(' ');
}

/** The first row of the batch, without its axis B, and only the first `length` positions of every axis T. */
export function crop(name: ActivationName, { shape, data }: Values, length: number): Tensor {
  const axes = axesOf(name);
  const kept = shape.map((size, axis) => (axes[axis] === 'B' ? 1 : axes[axis] === 'T' ? length : size));
  const cropped = new Float32Array(kept.reduce((a, b) => a * b));
  let at = 0;
  const walk = (axis: number, offset: number) => {
    if (axis === shape.length) {
      cropped[at++] = data[offset];
      return;
    }
    for (let i = 0; i < kept[axis]; i++) walk(axis + 1, offset * shape[axis] + i);
  };
  walk(0, 0);
  return { shape: axes[0] === 'B' ? kept.slice(1) : kept, data: cropped };
}
