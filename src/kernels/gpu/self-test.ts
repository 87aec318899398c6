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
  const attempt = trial(op, largestAffordable(op), seededRandom(1));
  const want = await runTrial(new ReferenceExecutor(), attempt);
  return mismatch(attempt.title, await runTrial(executor, attempt), want);
}

/** Tables of cases grow: the largest case that is still cheap crosses the edges of tiles. */
function largestAffordable(op: Op): Case {
  const sizes = op.cases.map((at) => numbersIn(trial(op, at, seededRandom(1))));
  const affordable = Math.max(...sizes.filter((size) => size <= MOST_NUMBERS));
  return op.cases[Math.max(0, sizes.indexOf(affordable))];
}

function numbersIn({ given, results }: Trial): number {
  return [...given.keys(), ...results].reduce((sum, { shape }) => sum + elements(shape), 0);
}
