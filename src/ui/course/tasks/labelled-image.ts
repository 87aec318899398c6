// The image of the data set on the pad, with its label and its cost.

import { indexOfLargest } from '../questions/read-digits.ts';
import type { TaskLab } from './task.ts';

export type { Task } from './task.ts';

export interface LabelledImage {
  readonly label: number;
  readonly answer: number;
  readonly outputs: readonly number[];
  /** (a − y)² of each output. */
  readonly terms: readonly number[];
  readonly cost: number;
}

/** Undefined for a drawing. */
export async function readLabelled({ image, digits }: TaskLab): Promise<LabelledImage | undefined> {
  if (!image || 'pixels' in image) return undefined;
  const { outputs, targets, terms, mean } = await digits.lens('cost', image);
  const [out, target] = [Array.from(outputs.data), Array.from(targets.data)];
  return {
    label: indexOfLargest(target),
    answer: indexOfLargest(out),
    outputs: out,
    terms: Array.from(terms.data),
    cost: mean,
  };
}
