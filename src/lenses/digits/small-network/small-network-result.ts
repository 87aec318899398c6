// A small network's gradients as tensors.

import type { DigitNetworkConfig } from '../../../model/digits/digit-network.ts';
import type { Tensor } from '../../shared/results.ts';
import {
  type DigitGradientParts,
  type DigitLayerWeights,
  toGradientParts,
  toLayerWeights,
} from '../digit-results.ts';
import type { SmallNetwork, SmallNetworkGradients } from './small-network.ts';

export interface SmallNetworkResult extends DigitGradientParts {
  d_a: Tensor[];
  /** Central differences of the mean cost for every weight and bias; only with a `nudge`. */
  differences?: DigitLayerWeights[];
}

export function toSmallNetworkResult(
  { sizes }: SmallNetwork,
  { differences, ...gradients }: SmallNetworkGradients,
): SmallNetworkResult {
  const config: DigitNetworkConfig = { sizes, kind: 'sigmoid' };
  const { d_a, ...parts } = toGradientParts(config, gradients);
  return {
    ...parts,
    d_a: d_a as Tensor[],
    ...(differences && { differences: toLayerWeights(config, differences) }),
  };
}
