// Fetches the derivative of the cost with respect to one quantity, or to all quantities.

import type {
  ChainRuleResult,
  Quantity,
  SmallNetwork,
  SmallNetworkResult,
} from '../../../workers/rpc/api/lab-api.ts';
import type { Digits } from '../../state/digits/digit-store.ts';

export interface StageRequest {
  readonly network: SmallNetwork;
  readonly of: Quantity;
  readonly nudge: number;
  /** Whether to include the finite differences of every weight and bias. */
  readonly all: boolean;
}

export interface StageData {
  readonly request: StageRequest;
  readonly chain: ChainRuleResult;
  readonly all?: SmallNetworkResult;
}

export async function fetchStageData(digits: Digits, request: StageRequest): Promise<StageData> {
  const { network, of, nudge, all } = request;
  const [chain, components] = await Promise.all([
    digits.lens('chain-rule', { network, of, nudge }),
    all ? digits.lens('small-network', { ...network, nudge: Math.abs(nudge) }) : undefined,
  ]);
  return { request, chain, ...(components && { all: components }) };
}
