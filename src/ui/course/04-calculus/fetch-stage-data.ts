// Fetches the derivative of the cost with respect to one quantity, or to all quantities.

import type { StageData, StageRequest } from '../../scenes/chain/stage-data.ts';
import type { Digits } from '../../state/digits/digit-store.ts';
import { queryDigits } from '../../state/query-lenses.ts';

export async function fetchStageData(digits: Digits, request: StageRequest): Promise<StageData> {
  const { network, of, nudge, all } = request;
  const chainRule = { network, of, nudge };
  if (!all) return { request, chain: await digits.lens('chain-rule', chainRule) };
  const smallNetwork = { ...network, nudge: Math.abs(nudge) };
  const results = await queryDigits(digits, { 'chain-rule': chainRule, 'small-network': smallNetwork });
  return { request, chain: results['chain-rule'], all: results['small-network'] };
}
