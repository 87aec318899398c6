// The request of the attribution graph that a shot shows.

import type { LensRequest } from '../../../../workers/rpc/api/lab-api.ts';
import type { FeaturesShot, Shot } from '../../camera/shot.ts';

/** Fewer edges than Ameisen et al. 2025 keep, so that each can be followed. */
export const NODE_SHARE = 0.7;
const EDGE_SHARE = 0.85;

/** What was chosen for another prompt is not kept, but for the threshold. */
export const featuresOf = ({ features = {} }: Pick<Shot, 'features'>, prompt: string): FeaturesShot =>
  features.prompt === undefined || features.prompt === prompt ? features : { share: features.share };

/** Without a choice, the prediction is compared with the next most probable token `next`; with an empty one, with the mean of all. */
export function graphRequest(
  prompt: string,
  shot: Pick<Shot, 'features'>,
  next: readonly { readonly id: number }[],
) {
  const { answer, other = answer ? '' : next[1]?.id, share = NODE_SHARE } = featuresOf(shot, prompt);
  return {
    ...{ text: prompt, nodeShare: share, edgeShare: EDGE_SHARE },
    ...(answer && { answer }),
    ...(other !== '' && other !== undefined && { other }),
  } satisfies LensRequest<'attribution-graph'>;
}

/** A shot whose feature or answers were chosen now is of the prompt of now. */
export function stampedFeatures(shot: Shot, prompt: string): Shot {
  const { features } = shot;
  if (!features || features.prompt !== undefined) return shot;
  return { ...shot, features: { ...features, prompt } };
}
