// How good a digit network is over many images: costs, accuracy, what it takes for what, and where it is wrong.

import type { DigitSplit, Mnist } from '../../model/data/mnist/mnist.ts';
import type { DigitInspector } from '../../model/digits/digit-inspector.ts';
import { MAX_BATCH_SIZE } from '../../model/digits/digit-inspector.ts';
import { DIGIT_COUNT } from '../../model/digits/digit-settings.ts';
import { argmax } from '../../model/generation/sampler.ts';
import type { Job } from '../../shared/job.ts';

export interface DigitScore {
  readonly accuracy: number;
  /** Mean. */
  readonly cost: number;
  readonly count: number;
}

export interface WrongDigit {
  readonly index: number;
  readonly label: number;
  readonly answer: number;
  /** The brightest output. */
  readonly output: number;
}

export interface DigitTest extends DigitScore {
  /** [10 × 10]: row the label, column the answer; counts. */
  readonly confusion: Float32Array<ArrayBuffer>;
  readonly wrong: readonly WrongDigit[];
}

export interface DigitTestOptions {
  readonly split: DigitSplit;
  /** The first so many images. */
  readonly count: number;
  /** Labels to judge by; those of the data set if left out. */
  readonly labels?: (indices: readonly number[]) => Int32Array<ArrayBuffer>;
}

/** The answer is the brightest output (chapter 2). Runs on the engine, as many images at once as it looks at. */
export async function* testDigits(
  inspector: DigitInspector,
  mnist: Mnist,
  { split, count, labels: labelsOf = (indices) => mnist.labels(split, indices) }: DigitTestOptions,
): Job<DigitTest> {
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
