// Gradient checks: compares every op's backward passes with finite differences of its forward passes.

import { describe, expect, test } from 'vitest';
import { root, type Tensor } from '../../src/kernels/graph/graph.ts';
import type { Tensors } from '../../src/kernels/op.ts';
import { elementCount } from '../../src/kernels/shape.ts';
import { createOpHarness, type OpHarness, seededRandom } from '../../src/kernels/verification/op-harness.ts';
import { opCases } from '../support/kernels/op-cases.ts';

type ValuesByName = Map<string, Float64Array | Int32Array>;

// The references run in float64 here. With steps of 1e-4 the truncation error is about 1e-8 and rounding 1e-12 of the loss, so
// that a tolerance of 1e-6 of the gradient's RMS accepts only the exact formula.
const STEP = 1e-4;
const TOLERANCE = 1e-6;
/** Entries checked per input: a wrong formula is wrong nearly everywhere. */
const SAMPLED_ENTRIES = 12;

describe.each(opCases.filter(({ op }) => op.backward !== 'none'))(
  '$title',
  ({ op, testCase, accumulate, residual }) => {
    test('gradients match finite differences', () => {
      const random = seededRandom(7);
      const harness = createOpHarness(op, testCase, random, { accumulate, residual });
      const values = initialValues(harness);
      const before = new Map([...values].map(([name, array]) => [name, array.slice()]));
      run(harness, values, ['forward', 'backward']);

      for (const gradient of harness.results.filter(({ name }) => name.startsWith('d_'))) {
        const after = values.get(gradient.name) as Float64Array;
        const initial = accumulate ? (before.get(gradient.name) as Float64Array) : after.map(() => 0);
        const contribution = after.map((value, i) => value - initial[i]);
        const rms = Math.hypot(...contribution) / Math.sqrt(contribution.length);
        for (let n = 0; n < SAMPLED_ENTRIES; n++) {
          const i = Math.floor(random() * contribution.length);
          const slope = numericalGradient(harness, before, gradient.name.slice(2), i);
          const allowed = TOLERANCE * Math.max(1e-3, rms, Math.abs(slope));
          expect(
            Math.abs(contribution[i] - slope),
            `${gradient.name}[${i}] is ${contribution[i]}, finite difference ${slope}`,
          ).toBeLessThan(allowed);
        }
      }
    });
  },
);

/** All tensors of the harness, in float64. */
function initialValues({ plan, inputData }: OpHarness): ValuesByName {
  const values: ValuesByName = new Map();
  for (const tensor of plan.steps.flatMap((step) => Object.values(step.tensors)).map(root)) {
    const data = inputData.get(tensor);
    if (data instanceof Int32Array) values.set(tensor.name, data);
    else
      values.set(tensor.name, data ? Float64Array.from(data) : new Float64Array(elementCount(tensor.shape)));
  }
  return values;
}

function run({ plan }: OpHarness, values: ValuesByName, phases: readonly string[]): void {
  for (const { pass, tensors, k } of plan.steps.filter((step) => phases.includes(step.phase))) {
    const views = Object.entries(tensors).map(([role, tensor]) => [role, values.get(root(tensor).name)]);
    pass.reference(Object.fromEntries(views) as unknown as Tensors, k);
  }
}

/** The finite difference of the loss (for other ops: Σ output · d_output) by one entry of an input. */
function numericalGradient(harness: OpHarness, before: ValuesByName, role: string, i: number): number {
  const lossWith = (step: number) => {
    const values = new Map([...before].map(([name, array]) => [name, array.slice()]));
    (values.get(role) as Float64Array)[i] += step;
    run(harness, values, ['forward']);
    return lossOf(harness, values);
  };
  return (lossWith(STEP) - lossWith(-STEP)) / (2 * STEP);
}

function lossOf({ inputData, results }: OpHarness, values: ValuesByName): number {
  const outputs = results.filter(({ name }) => !name.startsWith('d_'));
  const gradientOf = (output: Tensor) =>
    [...inputData.keys()].find(({ name }) => name === `d_${output.name}`);
  const weighted = outputs.filter(gradientOf);
  if (weighted.length === 0) return values.get(outputs[0].name)?.[0] as number;
  return weighted.reduce((sum, output) => {
    const y = values.get(output.name) as Float64Array;
    const d_y = values.get(`d_${output.name}`) as Float64Array;
    // Masked scores are constant, and so large that rounding would hide the other terms.
    return sum + y.reduce((dot, value, n) => (value <= -1e30 ? dot : dot + value * d_y[n]), 0);
  }, 0);
}
