// Values of consecutive shots: what another shot has read of the same pass stays, so that the camera leaves a full picture.

import type { NetworkValues } from './network-values.ts';

/** The newer values, with the older ones' parts that they lack, if both are of the same weights and one prompt. */
export function mergeValues(older: NetworkValues | undefined, newer: NetworkValues): NetworkValues {
  const isSame = older && older.step === newer.step && older.edit?.id === newer.edit?.id;
  if (!isSame || tokenIds(older) !== tokenIds(newer)) return newer;
  // Of another table, and of the overlay that has been left.
  const { weights: _, 'edit-effect': __, ...lenses } = older.lenses;
  return {
    ...newer,
    activations: { ...older.activations, ...newer.activations },
    lenses: { ...lenses, ...newer.lenses },
  };
}

/** Values with those of an earlier step to compare with, if both are of one prompt. */
export function withBaseline(values: NetworkValues, baseline: NetworkValues | undefined): NetworkValues {
  return baseline && tokenIds(baseline) === tokenIds(values) ? { ...values, baseline } : values;
}

const tokenIds = ({ tokens }: NetworkValues) => tokens.map(({ id }) => id).join(' ');
