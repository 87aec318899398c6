// The places of the residual stream that lenses stop at, in the order it flows.

import type { StreamName } from '../model/lenses/logit-lens.ts';
import type { Run } from '../model/run.ts';

export interface Stage {
  readonly name: StreamName;
  readonly meaning: string;
}

export function stagesOf({ plan }: Run): Stage[] {
  const { L, mlpWidth } = plan.config;
  const blocks = Array.from({ length: L }, (_, layer): Stage[] => [
    { name: `blocks.${layer}.hook_resid_mid`, meaning: `after attention ${layer + 1}` },
    ...(mlpWidth > 0
      ? [{ name: `blocks.${layer}.hook_resid_post` as const, meaning: `after MLP ${layer + 1}` }]
      : []),
  ]);
  return [{ name: 'blocks.0.hook_resid_pre', meaning: 'token + position' }, ...blocks.flat()];
}
