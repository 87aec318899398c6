// Which of a pass's kernels runs on this device.

import { KernelError } from '../../errors.ts';
import type { Step } from '../../graph/plan.ts';
import { type AdapterKind, findVariant, type Variant } from '../../op.ts';

/** What a choice may depend on besides the pass and its sizes. */
export interface AdapterProfile {
  readonly name: string;
  readonly kind: AdapterKind;
  readonly features: ReadonlySet<string>;
}

/** What a device tells about the adapter behind it. */
export function adapterProfile(name: string, { adapterInfo, features }: GPUDevice): AdapterProfile {
  const { isFallbackAdapter, subgroupMinSize, subgroupMaxSize } = adapterInfo;
  const softwareKind = subgroupMinSize === 4 && subgroupMaxSize === 4 ? 'quads' : 'software';
  return { name, kind: isFallbackAdapter ? softwareKind : 'hardware', features };
}

/** Picks one of `step.pass.variants`. */
export type VariantSelector = (step: Step, adapter: AdapterProfile) => Variant;

/** Whether the device can run this variant of the step's pass. */
export function isSupported(
  { requiredFeatures = [], supports }: Variant,
  { k }: Step,
  { features }: AdapterProfile,
): boolean {
  return requiredFeatures.every((feature) => features.has(feature)) && (supports?.(k) ?? true);
}

/** Those worth trying on this adapter: first what is made for its kind, then what is good anywhere. */
export function candidates(step: Step, adapter: AdapterProfile): Variant[] {
  const supported = step.pass.variants.filter((variant) => isSupported(variant, step, adapter));
  const preferred = supported.filter(({ preferredOn }) => preferredOn === adapter.kind);
  const generic = supported.filter(({ preferredOn }) => preferredOn === undefined);
  return preferred.length + generic.length > 0 ? [...preferred, ...generic] : supported;
}

/** What runs where nothing has been measured. */
export const firstSupported: VariantSelector = (step, adapter) => {
  const [variant] = candidates(step, adapter);
  if (variant) return variant;
  throw new KernelError(`${step.label}: none of its kernels runs on ${adapter.name}`);
};

/** The recorded variants by pass label, as `Program.variants` gives them; where none is recorded, `otherwise` chooses. */
export function preferRecorded(
  recorded: Readonly<Record<string, string>>,
  fallback: VariantSelector = firstSupported,
): VariantSelector {
  return (step, adapter) => {
    const variant = findVariant(step.pass, recorded[step.label]);
    return variant && isSupported(variant, step, adapter) ? variant : fallback(step, adapter);
  };
}
