// Which of a pass's kernels runs on this device.

import { KernelError } from '../errors.ts';
import type { Step } from '../graph/plan.ts';
import type { AdapterKind, Variant } from '../op.ts';

/** What a choice may depend on besides the pass and its sizes. */
export interface Adapter {
  readonly name: string;
  readonly kind: AdapterKind;
  readonly features: ReadonlySet<string>;
}

/** What a device tells about the adapter behind it. */
export function adapterFacts(name: string, { adapterInfo, features }: GPUDevice): Adapter {
  const { isFallbackAdapter, subgroupMinSize, subgroupMaxSize } = adapterInfo;
  const inSoftware = subgroupMinSize === 4 && subgroupMaxSize === 4 ? 'quads' : 'software';
  return { name, kind: isFallbackAdapter ? inSoftware : 'hardware', features };
}

/** Picks one of `step.pass.variants`. */
export type ChooseVariant = (step: Step, adapter: Adapter) => Variant;

/** Whether the device can run this variant of the step's pass. */
export function runs({ needs = [], fits }: Variant, { k }: Step, { features }: Adapter): boolean {
  return needs.every((feature) => features.has(feature)) && (fits?.(k) ?? true);
}

/** Those worth trying on this adapter: first what is made for its kind, then what is good anywhere. */
export function candidates(step: Step, adapter: Adapter): Variant[] {
  const able = step.pass.variants.filter((variant) => runs(variant, step, adapter));
  const own = able.filter(({ madeFor }) => madeFor === adapter.kind);
  const common = able.filter(({ madeFor }) => madeFor === undefined);
  return own.length + common.length > 0 ? [...own, ...common] : able;
}

/** What runs where nothing has been measured. */
export const firstThatRuns: ChooseVariant = (step, adapter) => {
  const [variant] = candidates(step, adapter);
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
