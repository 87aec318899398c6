// Runs every op on the device at hand against the reference, before anybody relies on its numbers.

import { ReferenceExecutor } from '../cpu/reference-executor.ts';
import type { Case, Op } from '../op.ts';
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

/**
 * Cheap cases until each kernel that any of them runs is among them: those with an odd size first, because that is where
 * tiles have edges, and large ones before small ones.
 */
function trialsThatCover(op: Op, executor: GpuExecutor): Trial[] {
  const covered = new Set<string>();
  const kernelsOf = ({ plan }: Trial) =>
    plan.steps.map((step) => `${step.pass.name} ${executor.variantFor(step).name}`);
  return op.cases
    .map((at) => ({ at, attempt: trial(op, at, seededRandom(1)) }))
    .map(({ at, attempt }) => ({ attempt, odd: Number(hasOddSize(at)), numbers: numbersIn(attempt) }))
    .filter(({ numbers }) => numbers <= MOST_NUMBERS)
    .sort((a, b) => b.odd - a.odd || b.numbers - a.numbers)
    .map(({ attempt }) => attempt)
    .filter((attempt) => {
      const fresh = kernelsOf(attempt).filter((kernel) => !covered.has(kernel));
      for (const kernel of fresh) covered.add(kernel);
      return fresh.length > 0;
    });
}

function hasOddSize({ dims }: Case): boolean {
  return Object.values(dims).some((size) => size % 2 === 1);
}

function numbersIn({ given, results }: Trial): number {
  return [...given.keys(), ...results].reduce((sum, { shape }) => sum + elements(shape), 0);
}
