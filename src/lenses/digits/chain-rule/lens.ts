// ∂ cost / ∂ one quantity of a small network: as a sum over paths, from the reverse pass, and by nudging.

import { anyNumber, strictObject } from '../../../shared/validation.ts';
import type { Tensor } from '../../shared/results.ts';
import { defineDigitLens } from '../define-digit-lens.ts';
import { createTensor, type DigitLayers, toLayers } from '../digit-results.ts';
import { SMALL_NETWORK } from '../small-network/small-network.ts';
import { type SmallNetworkResult, toSmallNetworkResult } from '../small-network/small-network-result.ts';
import { type ChainRule, chainRule, QUANTITY } from './chain-rule.ts';

export type { ChainFactor, ChainPath, Quantity } from './chain-rule.ts';

export interface ChainRuleResult extends Omit<ChainRule, 'forward' | 'sums' | 'nudged'> {
  smallNetwork: SmallNetworkResult;
  /** [examples]: sums over all paths. */
  sums: Tensor;
  /** With the quantity nudged up. */
  nudged: DigitLayers & { cost: number };
}

export const chainRuleLens = defineDigitLens({
  name: 'chain-rule',
  aliases: ['chainRule'],
  // The network's own `nudge` is ignored.
  request: strictObject({ network: SMALL_NETWORK, of: QUANTITY, nudge: anyNumber }),
  async compute({ small }, request): Promise<ChainRuleResult> {
    const { forward, sums, nudged, ...result } = await chainRule(small(), request);
    return {
      ...result,
      smallNetwork: toSmallNetworkResult(request.network, forward),
      sums: createTensor([sums.length], Float32Array.from(sums)),
      nudged: { ...toLayers(nudged), cost: nudged.cost },
    };
  },
});
