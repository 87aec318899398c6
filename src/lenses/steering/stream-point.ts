// A point of the residual stream where a direction is added.

import type { ModelConfig } from '../../model/architecture/config.ts';
import { anyNumber, oneOf } from '../../shared/validation.ts';
import type { ResidualStreamName } from '../residual/logit-lens.ts';

export const STREAM_SITES = ['hook_resid_pre', 'hook_resid_post'] as const;

/** The layer counts from 0. */
export interface StreamPoint {
  readonly layer: number;
  readonly site: (typeof STREAM_SITES)[number];
}

export const STREAM_POINT = { layer: anyNumber, site: oneOf(STREAM_SITES) };

/** What enters the block in the middle. */
export const middleOf = ({ L }: ModelConfig): StreamPoint => ({
  layer: Math.floor(L / 2),
  site: 'hook_resid_pre',
});

/** Throws if the model has no such layer. */
export function streamName({ layer, site }: StreamPoint, { L }: ModelConfig): ResidualStreamName {
  if (!Number.isInteger(layer) || layer < 0 || layer >= L)
    throw new Error(`The model has ${L} layers, counted from 0; there is no layer ${layer}.`);
  return `blocks.${layer}.${site}`;
}

/** Layers count from 1. */
export function streamMeaning({ layer, site }: StreamPoint): string {
  if (site === 'hook_resid_post') return `after block ${layer + 1}`;
  return layer === 0 ? 'after the embedding' : `after block ${layer}`;
}
