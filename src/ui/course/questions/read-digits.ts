// What questions read of the digit network.

import type { DigitInput } from '../../../workers/rpc/api/lab-api.ts';
import type { QuestionLab } from './question.ts';

/** An image of the test data, by its index. */
export const testImage = (index: number): DigitInput => ({ split: 'test', indices: [index] });

/** Activations of each layer after the input. */
export async function readLayers(lab: QuestionLab, input: DigitInput): Promise<number[][]> {
  const { a } = await lab.digits.lens('activations', input);
  return a.map(({ data }) => Array.from(data));
}

export const indexOfLargest = (values: readonly number[]): number => values.indexOf(Math.max(...values));

/** Of each number, by one neuron whose weighted sum is that number. */
export async function sigmoidOf(lab: QuestionLab, sums: readonly number[]): Promise<number[]> {
  const { a } = await lab.digits.lens('small-network', {
    ...{ sizes: [1, 1], weights: [[1]], biases: [[0]] },
    ...{ inputs: sums.map((sum) => [sum]), targets: sums.map(() => [0]) },
  });
  return Array.from(a[0].data);
}
