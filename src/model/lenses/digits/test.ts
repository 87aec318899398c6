// How good a digit network is over many images: costs, accuracy, what it takes for what, and where it is wrong.

import type { DigitSplit, Mnist } from '../../data/mnist/mnist.ts';
import type { DigitInspector } from '../../digit-inspector.ts';
import { MOST_EXAMPLES } from '../../digit-inspector.ts';
import { DIGITS } from '../../digit-settings.ts';
import type { InPieces } from '../../pieces.ts';
import { argmax } from '../../sampler.ts';

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

export interface TestRequest {
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
  { split, count, labels: labelsOf = (indices) => mnist.labels(split, indices) }: TestRequest,
): InPieces<DigitTest> {
  const confusion = new Float32Array(DIGITS * DIGITS);
  const wrong: WrongDigit[] = [];
  let cost = 0;
  for (let from = 0; from < count; from += MOST_EXAMPLES) {
    const indices = Array.from({ length: Math.min(MOST_EXAMPLES, count - from) }, (_, i) => from + i);
    const labels = labelsOf(indices);
    const look = await inspector.look({ pixels: mnist.pixels(split, indices), wanted: labels });
    cost += look.cost * indices.length;
    const outputs = look.a[look.a.length - 1].data;
    indices.forEach((index, row) => {
      const own = outputs.subarray(row * DIGITS, (row + 1) * DIGITS);
      const [label, answer] = [labels[row], argmax(own)];
      confusion[label * DIGITS + answer] += 1;
      if (answer !== label) wrong.push({ index, label, answer, output: own[answer] });
    });
    yield { what: 'images tested', done: from + indices.length, total: count };
  }
  return { accuracy: 1 - wrong.length / count, cost: cost / count, count, confusion, wrong };
}
