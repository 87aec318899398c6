// The self-test at start-up: compares every op of the networks on this GPU with the reference, because drivers differ and some are wrong.

import { ReferenceExecutor } from '../backends/reference/reference-executor.ts';
import type { GpuExecutor } from '../backends/webgpu/gpu-executor.ts';
import type { Case, Op } from '../op.ts';
import { OPS } from '../ops/registry.ts';
import { elementCount } from '../shape.ts';
import { mismatch } from './mismatch.ts';
import { createOpHarness, harnessModes, type OpHarness, runOpHarness, seededRandom } from './op-harness.ts';

/** Largest case, in elements of all its tensors: the test must finish well within a second. */
const MAX_ELEMENTS = 25_000;

/**
 * Runs each op with the variants the executor selects and describes the first mismatch; undefined if there is none. Other
 * variants are not tested, because a software adapter takes seconds to compile them.
 */
export async function selfTest(executor: GpuExecutor, ops: readonly Op[] = OPS): Promise<string | undefined> {
  const failures = await Promise.all(ops.map((op) => testOp(executor, op)));
  return failures.find((failure) => failure !== undefined);
}

async function testOp(executor: GpuExecutor, op: Op): Promise<string | undefined> {
  const failures = await Promise.all(
    selectCoveringHarnesses(op, executor).map(async (harness) => {
      const expected = await runOpHarness(new ReferenceExecutor(), harness);
      return mismatch(harness.title, await runOpHarness(executor, harness), expected);
    }),
  );
  return failures.find((failure) => failure !== undefined);
}

/**
 * Few cases that run every selected variant, with and without what its pass may leave out: always the one that runs most of the
 * others left. Of equals, one with an odd size, because it has partial tiles, then the larger one.
 */
function selectCoveringHarnesses(op: Op, executor: GpuExecutor): OpHarness[] {
  const kernelNames = ({ plan }: OpHarness) =>
    plan.steps.map((step) => {
      const before = Object.keys(step.tensors).filter((role) => role.startsWith('before_'));
      return [step.opName, step.pass.name, executor.variantFor(step).name, ...before].join(' ');
    });
  const modes = harnessModes(op).filter(({ accumulate }) => !accumulate);
  let left = op.cases
    .flatMap((opCase) =>
      modes.map((mode) => ({ opCase, harness: createOpHarness(op, opCase, seededRandom(1), mode) })),
    )
    .map(({ opCase, harness }) => ({
      harness,
      odd: Number(hasOddSize(opCase)),
      elements: countElements(harness),
      kernels: kernelNames(harness),
    }))
    .filter(({ elements }) => elements <= MAX_ELEMENTS);
  const chosen: OpHarness[] = [];
  while (left.length > 0) {
    const [best] = left.sort(
      (a, b) => b.kernels.length - a.kernels.length || b.odd - a.odd || b.elements - a.elements,
    );
    chosen.push(best.harness);
    left = left
      .map((other) => ({ ...other, kernels: other.kernels.filter((name) => !best.kernels.includes(name)) }))
      .filter(({ kernels }) => kernels.length > 0);
  }
  return chosen;
}

function hasOddSize({ dims }: Case): boolean {
  return Object.values(dims).some((size) => size % 2 === 1);
}

function countElements({ inputData, results }: OpHarness): number {
  return [...inputData.keys(), ...results].reduce((sum, { shape }) => sum + elementCount(shape), 0);
}
