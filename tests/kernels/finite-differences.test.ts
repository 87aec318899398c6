// Holds every op's backward against its forward: gradients are the slopes that small steps of the inputs measure.

import { describe, expect, test } from 'vitest';
import { root, type Tensor } from '../../src/kernels/graph/graph.ts';
import type { Tensors } from '../../src/kernels/op.ts';
import { createOpHarness, type OpHarness, seededRandom } from '../../src/kernels/op-harness.ts';
import { elementCount } from '../../src/kernels/shape.ts';
import { opCases } from '../support/kernels/op-cases.ts';

type DoublesByName = Map<string, Float64Array | Int32Array>;

// The references run on doubles here: with steps of 1e-4 the parabola's error is about 1e-8 and rounding 1e-12 of the
// loss, so that 1e-6 of a gradient's typical size rejects anything but the exact rule.
const STEP = 1e-4;
const TOLERANCE = 1e-6;
/** Entries tried of each input; a wrong rule is wrong nearly everywhere. */
const SAMPLED_ENTRIES = 12;

describe.each(opCases.filter(({ op }) => op.backward !== 'none'))(
  '$title',
  ({ op, testCase, accumulate }) => {
    test('gradients are the slopes of the outputs', () => {
      const random = seededRandom(7);
      const attempt = createOpHarness(op, testCase, random, { accumulate });
      const numbers = initialValues(attempt);
      const before = new Map([...numbers].map(([name, values]) => [name, values.slice()]));
      run(attempt, numbers, ['forward', 'backward']);

      for (const gradient of attempt.results.filter(({ name }) => name.startsWith('d_'))) {
        const values = numbers.get(gradient.name) as Float64Array;
        const standing = accumulate ? (before.get(gradient.name) as Float64Array) : values.map(() => 0);
        const own = values.map((value, i) => value - standing[i]);
        const typical = Math.hypot(...own) / Math.sqrt(own.length);
        for (let n = 0; n < SAMPLED_ENTRIES; n++) {
          const i = Math.floor(random() * own.length);
          const slope = numericalGradient(attempt, before, gradient.name.slice(2), i);
          const allowed = TOLERANCE * Math.max(1e-3, typical, Math.abs(slope));
          expect(
            Math.abs(own[i] - slope),
            `${gradient.name}[${i}] is ${own[i]}, slope ${slope}`,
          ).toBeLessThan(allowed);
        }
      }
    });
  },
);

/** All tensors of the trial, in doubles. */
function initialValues({ plan, inputData }: OpHarness): DoublesByName {
  const numbers: DoublesByName = new Map();
  for (const tensor of plan.steps.flatMap((step) => Object.values(step.tensors)).map(root)) {
    const at = inputData.get(tensor);
    if (at instanceof Int32Array) numbers.set(tensor.name, at);
    else numbers.set(tensor.name, at ? Float64Array.from(at) : new Float64Array(elementCount(tensor.shape)));
  }
  return numbers;
}

function run({ plan }: OpHarness, numbers: DoublesByName, phases: readonly string[]): void {
  for (const { pass, tensors, k } of plan.steps.filter((step) => phases.includes(step.phase))) {
    const views = Object.entries(tensors).map(([role, tensor]) => [role, numbers.get(root(tensor).name)]);
    pass.reference(Object.fromEntries(views) as unknown as Tensors, k);
  }
}

/** How fast the loss (for other ops: Σ output · d_output) grows with one entry of an input. */
function numericalGradient(harness: OpHarness, before: DoublesByName, role: string, i: number): number {
  const lossWith = (step: number) => {
    const numbers = new Map([...before].map(([name, values]) => [name, values.slice()]));
    (numbers.get(role) as Float64Array)[i] += step;
    run(harness, numbers, ['forward']);
    return lossOf(harness, numbers);
  };
  return (lossWith(STEP) - lossWith(-STEP)) / (2 * STEP);
}

function lossOf({ inputData, results }: OpHarness, numbers: DoublesByName): number {
  const outputs = results.filter(({ name }) => !name.startsWith('d_'));
  const gradientOf = (output: Tensor) =>
    [...inputData.keys()].find(({ name }) => name === `d_${output.name}`);
  const weighted = outputs.filter(gradientOf);
  if (weighted.length === 0) return numbers.get(outputs[0].name)?.[0] as number;
  return weighted.reduce((sum, output) => {
    const y = numbers.get(output.name) as Float64Array;
    const d_y = numbers.get(`d_${output.name}`) as Float64Array;
    // Masked scores are a constant so large that no slope would be left of the others.
    return sum + y.reduce((dot, value, n) => (value <= -1e30 ? dot : dot + value * d_y[n]), 0);
  }, 0);
}
