// Points of the residual stream where a direction can be added: the vectors of the picture.

import { msg } from '@lit/localize';
import type { LensResult } from '../../../../../workers/rpc/api/lab-api.ts';
import type { Subject } from '../../scene/items.ts';
import { leavingName, type NetworkShape } from '../../scene/network-shape.ts';

export type StreamPoint = Pick<LensResult<'steering'>['point'], 'layer' | 'site'>;

/** Of a vector of the stream. */
export function streamPointOf(subject: Subject): StreamPoint | undefined {
  if (subject.kind !== 'vector') return undefined;
  if (subject.name === 'hook_embed') return { layer: 0, site: 'hook_resid_pre' };
  const [, layer, site] =
    /^blocks\.(\d+)\.(hook_resid_pre|hook_resid_mid|hook_resid_post)$/.exec(subject.name) ?? [];
  return layer ? { layer: Number(layer), site: site as StreamPoint['site'] } : undefined;
}

/** In forward order, with their meanings. */
export const streamPoints = ({ stages }: NetworkShape): (StreamPoint & { readonly meaning: string })[] =>
  stages.flatMap(({ name, meaning }, i) => {
    const point = streamPointOf({ kind: 'vector', name, token: 0 });
    return point ? [{ ...point, meaning: i === 0 ? msg('after the embedding') : meaning }] : [];
  });

/** Index of the stage of the picture; what enters a block is what left the one before. */
export function stageIndexOf({ stages }: NetworkShape, { layer, site }: StreamPoint): number {
  const name = leavingName(`blocks.${layer}.${site}`);
  return stages.findIndex((stage) => leavingName(stage.name) === name);
}
