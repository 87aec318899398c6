// The self-test at start-up: compares every op of the networks on this GPU with the reference, because drivers differ and some are wrong.

import { ReferenceExecutor } from '../backends/reference/reference-executor.ts';
import type { GpuExecutor } from '../backends/webgpu/gpu-executor.ts';
import { mismatch } from '../mismatch.ts';
import type { Case, Op } from '../op.ts';
import { OPS } from '../ops/registry.ts';
import { elementCount } from '../shape.ts';
import { createOpHarness, harnessModes, type OpHarness, runOpHarness, seededRandom } from './op-harness.ts';

/** Largest case, in elements of all its tensors: the references of all cases take a tenth of a second. */
const MAX_ELEMENTS = 40_000;

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

/** What the self-test reads of an executor: the variant it selects for a step. */
type VariantChoice = Pick<GpuExecutor, 'variantFor'>;

/**
 * Few cases that run every selected variant, with and without what its pass may leave out, chosen greedily: those with large odd
 * sizes first, because they have several tiles and partial ones, then those that run most of the kernels left, then the larger ones.
 */
export function selectCoveringHarnesses(op: Op, executor: VariantChoice): OpHarness[] {
  const modes = harnessModes(op).filter(({ accumulate }) => !accumulate);
  let candidates = op.cases
    .flatMap((opCase) =>
      modes.map((mode) => ({ opCase, harness: createOpHarness(op, opCase, seededRandom(1), mode) })),
    )
    .map(({ opCase, harness }) => ({
      harness,
      odd: oddBits(opCase),
      elements: countElements(harness),
      kernels: selectedKernels(harness, executor),
    }))
    .filter(({ elements }) => elements <= MAX_ELEMENTS);
  const chosen: OpHarness[] = [];
  while (candidates.length > 0) {
    const [best, ...others] = candidates.sort(
      (a, b) => b.odd - a.odd || b.kernels.size - a.kernels.size || b.elements - a.elements,
    );
    chosen.push(best.harness);
    for (const { kernels } of others) for (const name of best.kernels) kernels.delete(name);
    candidates = others.filter(({ kernels }) => kernels.size > 0);
  }
  return chosen;
}

/** The pass and the selected variant of each step of the plan. */
export function selectedKernels({ plan }: OpHarness, executor: VariantChoice): Set<string> {
  return new Set(
    plan.steps.map((step) => {
      const before = Object.keys(step.tensors).filter((role) => role.startsWith('before_'));
      return [step.opName, step.pass.name, executor.variantFor(step).name, ...before].join(' ');
    }),
  );
}

/** The bits of all odd sizes. */
function oddBits({ dims }: Case): number {
  return Object.values(dims).reduce((sum, size) => sum + (size % 2 === 1 ? Math.log2(size) : 0), 0);
}

function countElements({ inputData, results }: OpHarness): number {
  return [...inputData.keys(), ...results].reduce((sum, { shape }) => sum + elementCount(shape), 0);
}
