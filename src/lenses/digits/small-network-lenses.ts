// Lenses of small networks whose weights are part of the request: chapter 4.

import type { DigitNetworkConfig } from '../../model/digits/digit-network.ts';
import {
  SMALL_NETWORK,
  type SmallNetwork,
  type SmallNetworkGradients,
} from '../../model/digits/small-network.ts';
import type { Tensor } from '../shared/results.ts';
import * as v from '../shared/schemas.ts';
import { type ChainRule, chainRule, QUANTITY } from './chain-rule.ts';
import { defineDigitLens } from './define-digit-lens.ts';
import {
  type DigitGradientParts,
  type DigitLayers,
  type DigitLayerWeights,
  toGradientParts,
  toLayerWeights,
  vector,
} from './digit-results.ts';

export type { SmallNetwork } from '../../model/digits/small-network.ts';
export type { ChainFactor, ChainPath, Quantity } from './chain-rule.ts';

export interface SmallNetworkResult extends DigitGradientParts {
  d_a: Tensor[];
  /** Central differences of the mean cost for every weight and bias; only with a `nudge`. */
  differences?: DigitLayerWeights[];
}

function toSmallNetworkResult(
  { sizes }: SmallNetwork,
  { differences, ...gradients }: SmallNetworkGradients,
): SmallNetworkResult {
  const config: DigitNetworkConfig = { sizes, kind: 'sigmoid' };
  return {
    ...(toGradientParts(config, gradients) as SmallNetworkResult),
    ...(differences && { differences: toLayerWeights(config, differences) }),
  };
}

/** Activations and gradients of a small network. */
/** Small networks whose weights are part of the request: chapter 4. */
export const smallNetworkLens = defineDigitLens({
  name: 'small-network',
  aliases: ['smallNetwork'],
  request: SMALL_NETWORK,
  async compute({ small }, network): Promise<SmallNetworkResult> {
    return toSmallNetworkResult(network, await small().evaluate(network));
  },
});

export interface ChainRuleResult extends Omit<ChainRule, 'forward' | 'sums' | 'nudged'> {
  smallNetwork: SmallNetworkResult;
  /** [examples]: sums over all paths. */
  sums: Tensor;
  /** With the quantity nudged up. */
  nudged: DigitLayers & { cost: number };
}

/** ∂ cost / ∂ one quantity of a small network: as a sum over paths, from the reverse pass, and by nudging. */
export const chainRuleLens = defineDigitLens({
  name: 'chain-rule',
  aliases: ['chainRule'],
  // The network's own `nudge` is ignored.
  request: v.strictObject({ network: SMALL_NETWORK, of: QUANTITY, nudge: v.anyNumber }),
  async compute({ small }, request): Promise<ChainRuleResult> {
    const { forward, sums, nudged, ...result } = await chainRule(small(), request);
    return {
      ...result,
      smallNetwork: toSmallNetworkResult(request.network, forward),
      sums: vector(Float32Array.from(sums)),
      nudged: { z: nudged.z, a: nudged.a, cost: nudged.cost },
    };
  },
});
