// A point of the residual stream where a direction is added.

import { type ModelConfig, modelParts } from '../../model/architecture/config.ts';
import type { ResidualStreamName } from '../../model/architecture/residual-stages.ts';
import * as v from '../shared/schemas.ts';
import { assertLayer } from '../shared/unit-results.ts';

export const STREAM_SITES = ['hook_resid_pre', 'hook_resid_mid', 'hook_resid_post'] as const;

/** The layer counts from 0. */
export interface StreamPoint {
  readonly layer: number;
  readonly site: (typeof STREAM_SITES)[number];
}

export const STREAM_POINT = { layer: v.anyNumber, site: v.oneOf(STREAM_SITES) };

/** The stream that enters the block in the middle. */
export const middleOf = ({ L }: ModelConfig): StreamPoint => ({
  layer: Math.floor(L / 2),
  site: 'hook_resid_pre',
});

/** Throws if the model has no such point. */
export function streamName({ layer, site }: StreamPoint, config: ModelConfig): ResidualStreamName {
  assertLayer(config, layer);
  const { hasMlp, isParallel } = modelParts(config);
  if (site === 'hook_resid_mid' && (isParallel || !hasMlp))
    throw new Error('The model has no stream between attention and MLP; choose the one after the block.');
  return `blocks.${layer}.${site}`;
}

/** Layers count from 1. */
export function streamMeaning({ layer, site }: StreamPoint): string {
  if (site === 'hook_resid_mid') return `after attention ${layer + 1}`;
  if (site === 'hook_resid_post') return `after block ${layer + 1}`;
  return layer === 0 ? 'after the embedding' : `after block ${layer}`;
}
