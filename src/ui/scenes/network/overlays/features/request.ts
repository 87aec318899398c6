// The request of the attribution graph that a shot shows.

import type { LensRequest, LensResult } from '../../../../../workers/rpc/api/lab-api.ts';
import type { Shot } from '../../camera/shot.ts';
import type { EdgeSubject } from '../../scene/items.ts';
import { stateOf, withState } from '../overlay-state.ts';

declare module '../overlay-types.ts' {
  interface OverlayTypes {
    features: { state: FeaturesState; subject: NodeSubject | FeatureEdge; found: FoundFeatures };
  }
}

/** The attribution graph through transcoders, and the feature whose page is open. */
export interface FeaturesState {
  /** The page's prompt that the answers and the feature were chosen for. */
  readonly prompt?: string;
  /** Two tokens: the prediction and the next most probable one without them. An empty `other` is the mean of all. */
  readonly answer?: string;
  readonly other?: string;
  /** Share of the influence that pruning keeps. */
  readonly share?: number;
  readonly chosen?: FeaturePlace;
}

export interface FeaturePlace {
  readonly layer: number;
  readonly token: number;
  readonly feature: number;
}

/** A node of the graph: a feature of a transcoder that is active at a token, or what the transcoder misses there. */
export type NodeSubject =
  | (FeaturePlace & { readonly kind: 'feature' })
  | { readonly kind: 'error'; readonly layer: number; readonly token: number };

/** With the feature that it comes from. */
export interface FeatureEdge extends EdgeSubject {
  readonly source?: FeaturePlace;
}

export interface FoundFeatures {
  /** The attribution graph of the prompt, through transcoders. */
  readonly graph?: LensResult<'attribution-graph'>;
  /** What ablating one feature of the graph changes in the model, and the key of that feature. */
  readonly ablation?: LensResult<'feature-intervention'>;
  readonly source?: string;
}

/** Fewer edges than Ameisen et al. 2025 keep, so that each can be followed. */
export const NODE_SHARE = 0.7;
const EDGE_SHARE = 0.85;

/** What was chosen for another prompt is not kept, but for the threshold. */
export function featuresOf(shot: Pick<Shot, 'overlays'>, prompt: string): FeaturesState {
  const state = stateOf(shot, 'features');
  return state.prompt === undefined || state.prompt === prompt ? state : { share: state.share };
}

/** Without a choice, the prediction is compared with the next most probable token `next`; with an empty one, with the mean of all. */
export function graphRequest(
  prompt: string,
  shot: Pick<Shot, 'overlays'>,
  next: readonly { readonly id: number }[],
) {
  const { answer, other = answer ? '' : next[1]?.id, share = NODE_SHARE } = featuresOf(shot, prompt);
  return {
    ...{ text: prompt, nodeShare: share, edgeShare: EDGE_SHARE },
    ...(answer && { answer }),
    ...(other !== '' && other !== undefined && { other }),
  } satisfies LensRequest<'attribution-graph'>;
}

/** With the page of a feature open; closed, if it is the one that is open. */
export function withFeature(shot: Shot, { layer, token, feature }: FeaturePlace): Shot {
  const { chosen, prompt: _, ...rest } = stateOf(shot, 'features');
  const isSame = chosen?.layer === layer && chosen.token === token && chosen.feature === feature;
  return withState({ ...shot, token }, 'features', {
    ...rest,
    ...(!isSame && { chosen: { layer, token, feature } }),
  });
}
