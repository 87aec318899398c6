// Points of the residual stream where a direction can be added: what enters each block, and what leaves the last one.

import type { LensResult } from '../../../workers/rpc/api/lab-api.ts';
import type { Subject } from '../scene/items.ts';
import { leavingName, type NetworkShape } from '../scene/network-shape.ts';

export type StreamPoint = Pick<LensResult<'steering'>['point'], 'layer' | 'site'>;

/** Of a vector of the stream between blocks. */
export function streamPointOf(subject: Subject): StreamPoint | undefined {
  if (subject.kind !== 'vector') return undefined;
  if (subject.name === 'hook_embed') return { layer: 0, site: 'hook_resid_pre' };
  const [, layer, site] = /^blocks\.(\d+)\.(hook_resid_pre|hook_resid_post)$/.exec(subject.name) ?? [];
  return layer ? { layer: Number(layer), site: site as StreamPoint['site'] } : undefined;
}

/** In forward order, with their meanings. */
export const streamPoints = ({ L }: NetworkShape): (StreamPoint & { readonly meaning: string })[] => [
  ...Array.from({ length: L }, (_, layer) => ({
    ...{ layer, site: 'hook_resid_pre' as const },
    meaning: layer === 0 ? 'after the embedding' : `after block ${layer}`,
  })),
  { layer: L - 1, site: 'hook_resid_post', meaning: `after block ${L}` },
];

/** Index of the stage of the picture; what enters a block is what left the one before. */
export function stageIndexOf({ stages }: NetworkShape, { layer, site }: StreamPoint): number {
  const name = leavingName(`blocks.${layer}.${site}`);
  return stages.findIndex((stage) => leavingName(stage.name) === name);
}
