// Values of consecutive shots: what another shot has read of the same pass stays, so that the camera leaves a full picture.

import type { Tensor } from '../../../../workers/rpc/api/lab-api.ts';
import type { NetworkValues } from './network-values.ts';

type Activations = NetworkValues['activations'];

/** The newer values, with the older ones' parts that they lack, if both are of the same weights and one prompt. */
export function mergeValues(older: NetworkValues | undefined, newer: NetworkValues): NetworkValues {
  const isSame = older && older.step === newer.step && older.edit?.id === newer.edit?.id;
  if (!isSame || tokenIds(older) !== tokenIds(newer)) return newer;
  // Details that the camera leaves; other lenses are of the overlay, or of another table.
  const { 'head-trace': head, 'mlp-neurons': neurons } = older.lenses;
  return {
    ...newer,
    activations: { ...older.activations, ...keptTensors(older.activations, newer.activations) },
    lenses: {
      ...(head && { 'head-trace': head }),
      ...(neurons && { 'mlp-neurons': neurons }),
      ...newer.lenses,
    },
  };
}

/** The newer tensors; of equal ones the older, so that what is drawn from it stays. */
function keptTensors(older: Activations, newer: Activations): Activations {
  return Object.fromEntries(
    (Object.entries(newer) as [keyof Activations, Tensor][]).map(([name, tensor]) => {
      const known = older[name];
      return [name, known && isEqual(known, tensor) ? known : tensor];
    }),
  );
}

const isEqual = (a: Tensor, b: Tensor): boolean =>
  a.data.length === b.data.length &&
  a.shape.join() === b.shape.join() &&
  a.data.every((value, i) => value === b.data[i]);

/** Values with those of an earlier step to compare with, if both are of one prompt. */
export function withBaseline(values: NetworkValues, baseline: NetworkValues | undefined): NetworkValues {
  return baseline && tokenIds(baseline) === tokenIds(values) ? { ...values, baseline } : values;
}

const tokenIds = ({ tokens }: NetworkValues) => tokens.map(({ id }) => id).join(' ');
