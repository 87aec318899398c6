// Values of consecutive shots: what another shot has read of the same pass stays, so that the camera leaves a full picture.

import type { NetworkValues } from './network-values.ts';

/** The newer values, with the older ones' parts that they lack, if both are of one step and one prompt. */
export function mergeValues(older: NetworkValues | undefined, newer: NetworkValues): NetworkValues {
  const ids = ({ tokens }: NetworkValues) => tokens.map(({ id }) => id).join(' ');
  if (older?.step !== newer.step || ids(older) !== ids(newer)) return newer;
  // Of another table.
  const { weights: _, ...lenses } = older.lenses;
  return {
    ...newer,
    activations: { ...older.activations, ...newer.activations },
    lenses: { ...lenses, ...newer.lenses },
  };
}
