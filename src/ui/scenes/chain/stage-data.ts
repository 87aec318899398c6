// What the scene of the chain rule shows: the derivative of the cost with respect to one quantity, or to all quantities.

import type {
  ChainRuleResult,
  Quantity,
  SmallNetwork,
  SmallNetworkResult,
} from '../../../workers/rpc/api/lab-api.ts';

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
