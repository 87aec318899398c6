// Selects the variant of a pass for a device.

import { KernelError } from '../../errors.ts';
import type { Step } from '../../graph/step.ts';
import { type AdapterKind, findVariant, type Variant } from '../../op.ts';

/** The properties of an adapter that the selection depends on. */
export interface AdapterProfile {
  readonly name: string;
  readonly kind: AdapterKind;
  readonly features: ReadonlySet<string>;
}

/** The profile of a device's adapter. */
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

/** Variants worth running on this adapter: those tuned for its kind first, then those for all kinds. */
export function candidates(step: Step, adapter: AdapterProfile): Variant[] {
  const supported = step.pass.variants.filter((variant) => isSupported(variant, step, adapter));
  const preferred = supported.filter(({ preferredOn }) => preferredOn === adapter.kind);
  const generic = supported.filter(({ preferredOn }) => preferredOn === undefined);
  return preferred.length + generic.length > 0 ? [...preferred, ...generic] : supported;
}

/** The default: the first candidate. */
export const firstSupported: VariantSelector = (step, adapter) => {
  const [variant] = candidates(step, adapter);
  if (variant) return variant;
  throw new KernelError(`${step.label}: no variant runs on ${adapter.name}`);
};

/** Selects recorded variants by step label, as in `Program.variants`; `fallback` selects where none is recorded or supported. */
export function preferRecorded(
  recorded: Readonly<Record<string, string>>,
  fallback: VariantSelector = firstSupported,
): VariantSelector {
  return (step, adapter) => {
    const variant = findVariant(step.pass, recorded[step.label]);
    return variant && isSupported(variant, step, adapter) ? variant : fallback(step, adapter);
  };
}
