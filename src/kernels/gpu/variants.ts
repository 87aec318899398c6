// Which of a pass's kernels runs on this device.

import { KernelError } from '../errors.ts';
import type { Step } from '../graph/plan.ts';
import type { Op, Variant } from '../op.ts';

/** What a choice may depend on besides the pass and its sizes. */
export interface Adapter {
  readonly name: string;
  readonly features: ReadonlySet<string>;
}

/** Picks one of `step.pass.variants`. */
export type ChooseVariant = (step: Step, adapter: Adapter) => Variant;

export function runsOn({ needs = [] }: Variant, { features }: Adapter): boolean {
  return needs.every((feature) => features.has(feature));
}

/** The first that the device can run; op files list the one that is good everywhere first. */
export const firstThatRuns: ChooseVariant = (step, adapter) => {
  const variant = step.pass.variants.find((candidate) => runsOn(candidate, adapter));
  if (variant) return variant;
  throw new KernelError(`${step.label}: none of its kernels runs on ${adapter.name}`);
};

/** The recorded variants by pass label, as `Program.variants` gives them; where none is recorded, `otherwise` chooses. */
export function pinned(
  recorded: Readonly<Record<string, string>>,
  otherwise: ChooseVariant = firstThatRuns,
): ChooseVariant {
  return (step, adapter) => {
    const name = recorded[step.label];
    const variant = step.pass.variants.find((candidate) => candidate.name === name);
    return variant && runsOn(variant, adapter) ? variant : otherwise(step, adapter);
  };
}

/** Choices that together run every variant of every pass of `op` that the device can run. */
export function roundsOfVariants(op: Op): ChooseVariant[] {
  const passes = [...op.forward, ...(op.backward === 'none' ? [] : op.backward)];
  const rounds = Math.max(...passes.map(({ variants }) => variants.length));
  return Array.from({ length: rounds }, (_, n) => (step, adapter) => {
    const variant = step.pass.variants[n];
    return variant && runsOn(variant, adapter) ? variant : firstThatRuns(step, adapter);
  });
}
