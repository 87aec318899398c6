// The points of the residual stream of a config, in forward order.

import { type ModelConfig, modelParts } from './config.ts';

/** A point of the residual stream. */
export type ResidualStreamName =
  `blocks.${number}.${'hook_resid_pre' | 'hook_resid_mid' | 'hook_resid_post'}`;

/** Layers count from 0 in `layer`, from 1 in `meaning`. */
export interface ResidualStage {
  readonly name: ResidualStreamName;
  readonly meaning: string;
  readonly kind: 'embedding' | 'attention' | 'mlp';
  readonly layer?: number;
}

/** In forward order: after the embedding, every attention and every MLP. */
export function residualStages(config: ModelConfig): ResidualStage[] {
  const { hasMlp, isParallel, positions } = modelParts(config);
  const embedded = positions === 'learned' ? 'token + position' : 'token';
  const stages: ResidualStage[] = [{ name: 'blocks.0.hook_resid_pre', meaning: embedded, kind: 'embedding' }];
  for (let layer = 0; layer < config.L; layer++) {
    const mid = `blocks.${layer}.hook_resid_mid` as const;
    const post = `blocks.${layer}.hook_resid_post` as const;
    if (isParallel) {
      stages.push({ name: post, meaning: `after block ${layer + 1}`, kind: 'mlp', layer });
      continue;
    }
    // Without an MLP the attention's output is the end of the block.
    stages.push({
      name: hasMlp ? mid : post,
      meaning: `after attention ${layer + 1}`,
      kind: 'attention',
      layer,
    });
    if (hasMlp) stages.push({ name: post, meaning: `after MLP ${layer + 1}`, kind: 'mlp', layer });
  }
  return stages;
}
