// Which of a pass's kernels runs on this device.

import { KernelError } from '../errors.ts';
import type { Step } from '../graph/plan.ts';
import type { Variant } from '../op.ts';

/** What a choice may depend on besides the pass and its sizes. */
export interface Adapter {
  readonly name: string;
  readonly features: ReadonlySet<string>;
}

/** Picks one of `step.pass.variants`. */
export type ChooseVariant = (step: Step, adapter: Adapter) => Variant;

/** Whether the device can run this variant of the step's pass. */
export function runs({ needs = [], fits }: Variant, { k }: Step, { features }: Adapter): boolean {
  return needs.every((feature) => features.has(feature)) && (fits?.(k) ?? true);
}

/** The first that the device can run; op files list the one that is good everywhere first. */
export const firstThatRuns: ChooseVariant = (step, adapter) => {
  const variant = step.pass.variants.find((candidate) => runs(candidate, step, adapter));
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
    return variant && runs(variant, step, adapter) ? variant : otherwise(step, adapter);
  };
}
