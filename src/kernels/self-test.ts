// Runs every op on the device at hand against the reference, before anybody relies on its numbers.

import { ReferenceExecutor } from './backends/reference/reference-executor.ts';
import type { GpuExecutor } from './backends/webgpu/gpu-executor.ts';
import type { Case, Op } from './op.ts';
import { createOpHarness, mismatch, type OpHarness, runOpHarness, seededRandom } from './op-harness.ts';
import { OPS } from './ops/registry.ts';
import { elementCount } from './shape.ts';

/** Numbers in all tensors of a case, at most: the whole test is to take well under a second. */
const MAX_ELEMENTS = 20_000;

/**
 * Runs each op with the kernels that the executor would choose; the first mismatch as a sentence, or undefined. Variants
 * that nobody runs are not tried: compiling them takes a software adapter seconds.
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
 * Cheap cases until each kernel that any of them runs is among them: those with an odd size first, because that is where
 * tiles have edges, and large ones before small ones.
 */
function selectCoveringHarnesses(op: Op, executor: GpuExecutor): OpHarness[] {
  const covered = new Set<string>();
  const kernelNames = ({ plan }: OpHarness) =>
    plan.steps.map((step) => `${step.pass.name} ${executor.variantFor(step).name}`);
  return op.cases
    .map((at) => ({ at, attempt: createOpHarness(op, at, seededRandom(1)) }))
    .map(({ at, attempt }) => ({ attempt, odd: Number(hasOddSize(at)), numbers: countElements(attempt) }))
    .filter(({ numbers }) => numbers <= MAX_ELEMENTS)
    .sort((a, b) => b.odd - a.odd || b.numbers - a.numbers)
    .map(({ attempt }) => attempt)
    .filter((attempt) => {
      const fresh = kernelNames(attempt).filter((kernel) => !covered.has(kernel));
      for (const kernel of fresh) covered.add(kernel);
      return fresh.length > 0;
    });
}

function hasOddSize({ dims }: Case): boolean {
  return Object.values(dims).some((size) => size % 2 === 1);
}

function countElements({ inputData, results }: OpHarness): number {
  return [...inputData.keys(), ...results].reduce((sum, { shape }) => sum + elementCount(shape), 0);
}
