// The reach of a layer's attention: its share on other tokens and its mean distance.

import type { ModelConfig, Tensor } from '../../../workers/rpc/api/lab-api.ts';

export interface AttentionDistance {
  /** Share of attention on other tokens, over all queries but the first. */
  readonly offDiagonal: number;
  /** Mean distance to the key, in tokens. */
  readonly meanDistance: number;
}

/** The layer whose attention a stage of the residual stream adds; a parallel block adds it together with the MLP's output. */
export function attentionLayer(
  stage: string,
  { mlpWidth, parallelResidual }: Pick<ModelConfig, 'mlpWidth' | 'parallelResidual'>,
): number | undefined {
  const end = mlpWidth === 0 || parallelResidual ? 'hook_resid_post' : 'hook_resid_mid';
  return stage.endsWith(end) ? Number(stage.split('.')[1]) : undefined;
}

/** Over all heads and all queries but the first of a `hook_pattern` (H, T, T). */
export function attentionDistance({ shape: [H, T], data }: Tensor): AttentionDistance {
  let [offDiagonal, meanDistance] = [0, 0];
  data.forEach((weight, i) => {
    const [query, key] = [Math.floor(i / T) % T, i % T];
    if (query === 0) return;
    if (key !== query) offDiagonal += weight;
    meanDistance += weight * (query - key);
  });
  const queries = Math.max(1, H * (T - 1));
  return { offDiagonal: offDiagonal / queries, meanDistance: meanDistance / queries };
}
