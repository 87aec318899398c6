// Accuracy, cost, confusion matrix and misclassified images of a digit network.

import type { Job } from '../../shared/job.ts';
import type { DigitSplit, Mnist } from '../data/mnist/mnist.ts';
import { argmax } from '../generation/sampler.ts';
import type { DigitInspector } from './digit-inspector.ts';
import { MAX_BATCH_SIZE } from './digit-inspector.ts';
import { DIGIT_COUNT } from './digit-settings.ts';

export interface DigitScore {
  /** Share of images whose largest output is the label. */
  readonly accuracy: number;
  /** Mean. */
  readonly cost: number;
  readonly count: number;
}

export interface WrongDigit {
  readonly index: number;
  readonly label: number;
  readonly answer: number;
  /** The largest output. */
  readonly output: number;
}

export interface DigitTestCounts extends DigitScore {
  /** [10 × 10]: row the label, column the prediction; counts. */
  readonly confusion: Float32Array<ArrayBuffer>;
  readonly wrong: readonly WrongDigit[];
}

export interface DigitTestOptions {
  readonly split: DigitSplit;
  /** The first images of the split. */
  readonly count: number;
  /** By default those of the data set. */
  readonly labels?: (indices: readonly number[]) => Int32Array<ArrayBuffer>;
}

/** The prediction is the largest output (chapter 2); images are computed in batches. */
export async function* testDigits(
  inspector: DigitInspector,
  mnist: Mnist,
  { split, count, labels: labelsOf = (indices) => mnist.labels(split, indices) }: DigitTestOptions,
): Job<DigitTestCounts> {
  const confusion = new Float32Array(DIGIT_COUNT * DIGIT_COUNT);
  const wrong: WrongDigit[] = [];
  let cost = 0;
  for (let from = 0; from < count; from += MAX_BATCH_SIZE) {
    const indices = Array.from({ length: Math.min(MAX_BATCH_SIZE, count - from) }, (_, i) => from + i);
    const labels = labelsOf(indices);
    const forward = await inspector.run({ pixels: mnist.pixels(split, indices), targets: labels });
    cost += forward.cost * indices.length;
    const outputs = forward.a[forward.a.length - 1].data;
    indices.forEach((index, row) => {
      const own = outputs.subarray(row * DIGIT_COUNT, (row + 1) * DIGIT_COUNT);
      const [label, answer] = [labels[row], argmax(own)];
      confusion[label * DIGIT_COUNT + answer] += 1;
      if (answer !== label) wrong.push({ index, label, answer, output: own[answer] });
    });
    yield { label: 'images tested', done: from + indices.length, total: count };
  }
  return { accuracy: 1 - wrong.length / count, cost: cost / count, count, confusion, wrong };
}
