// Runs every op on the device at hand against the reference, before anybody relies on its numbers.

import { ReferenceExecutor } from '../cpu/reference-executor.ts';
import type { Op } from '../op.ts';
import { OPS } from '../ops.ts';
import { elements } from '../shape.ts';
import { mismatch, runTrial, seededRandom, type Trial, trial } from '../trial.ts';
import type { GpuExecutor } from './gpu-executor.ts';

/** Numbers in all tensors of a case, at most: the whole test is to take well under a second. */
const MOST_NUMBERS = 20_000;

/**
 * Runs each op with the kernels that the executor would choose; the first mismatch as a sentence, or undefined. Variants
 * that nobody runs are not tried: compiling them takes a software adapter seconds.
 */
export async function selfTest(executor: GpuExecutor, ops: readonly Op[] = OPS): Promise<string | undefined> {
  const sentences = await Promise.all(ops.map((op) => testOp(executor, op)));
  return sentences.find((sentence) => sentence !== undefined);
}

async function testOp(executor: GpuExecutor, op: Op): Promise<string | undefined> {
  const sentences = await Promise.all(
    trialsThatCover(op, executor).map(async (attempt) => {
      const want = await runTrial(new ReferenceExecutor(), attempt);
      return mismatch(attempt.title, await runTrial(executor, attempt), want);
    }),
  );
  return sentences.find((sentence) => sentence !== undefined);
}

/** The largest cheap cases, which cross the edges of tiles, until each kernel that any of them runs is among them. */
function trialsThatCover(op: Op, executor: GpuExecutor): Trial[] {
  const covered = new Set<string>();
  const kernelsOf = ({ plan }: Trial) =>
    plan.steps.map((step) => `${step.pass.name} ${executor.variantFor(step).name}`);
  const trials = op.cases.map((at) => trial(op, at, seededRandom(1)));
  return trials
    .map((attempt) => ({ attempt, numbers: numbersIn(attempt) }))
    .filter(({ numbers }) => numbers <= MOST_NUMBERS)
    .sort((a, b) => b.numbers - a.numbers)
    .map(({ attempt }) => attempt)
    .filter((attempt) => {
      const fresh = kernelsOf(attempt).filter((kernel) => !covered.has(kernel));
      for (const kernel of fresh) covered.add(kernel);
      return fresh.length > 0;
    });
}

function numbersIn({ given, results }: Trial): number {
  return [...given.keys(), ...results].reduce((sum, { shape }) => sum + elements(shape), 0);
}
