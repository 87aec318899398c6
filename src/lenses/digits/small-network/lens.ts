// Activations and gradients of a small network whose weights are part of the request: chapter 4.

import { defineDigitLens } from '../define-digit-lens.ts';
import { SMALL_NETWORK } from './small-network.ts';
import { type SmallNetworkResult, toSmallNetworkResult } from './small-network-result.ts';

export type { SmallNetwork } from './small-network.ts';
export type { SmallNetworkResult } from './small-network-result.ts';

export const smallNetworkLens = defineDigitLens({
  name: 'small-network',
  aliases: ['smallNetwork'],
  request: SMALL_NETWORK,
  async compute({ small }, network): Promise<SmallNetworkResult> {
    return toSmallNetworkResult(network, await small().evaluate(network));
  },
});
