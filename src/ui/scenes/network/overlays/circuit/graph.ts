// The circuit that is drawn: the first edges of the ranking that lie on a path, and where its nodes are.

import { edgesOnPaths } from '../../../../../shared/edges-on-paths.ts';
import { memoize } from '../../../../../shared/memoize.ts';
import type { LensResult } from '../../../../../workers/rpc/api/lab-api.ts';
import type { Shot } from '../../camera/shot.ts';
import { zoneIndex } from '../../scene/network-shape.ts';
import type { Projection } from '../../scene/projection.ts';
import type { NetworkValues } from '../../values/network-values.ts';
import type { Disc } from '../graph.ts';
import { stateOf } from '../overlay-state.ts';

declare module '../overlay-types.ts' {
  interface OverlayTypes {
    /** `edges`: how many of the largest the circuit is taken from. `found`: the circuit of the same step and pairs, and how much it keeps. */
    circuit: { state: { readonly edges?: number }; found: LensResult<'circuit'> };
  }
}

export type ScoredEdge = LensResult<'circuit'>['ranked'][number];

/** Edges of a circuit that nothing has measured yet. */
const FIRST_EDGES = 12;

/** All edges, the most important first. */
export const rankedEdges = memoize(({ found, lenses }: NetworkValues): readonly ScoredEdge[] => {
  if (found?.circuit) return found.circuit.ranked;
  // The chosen edge alone is patched, which does not change its rank.
  return (lenses['path-patching']?.edges ?? [])
    .map((edge) => ({ ...edge, score: edge.estimate ?? 0 }))
    .sort((one, other) => Math.abs(other.score) - Math.abs(one.score));
});

/** The change of the metric where the chosen edge alone was patched. */
export const exactEffect = ({ lenses }: NetworkValues, label: string): number | undefined =>
  lenses['path-patching']?.edges.find((edge) => edge.label === label)?.exact;

/** How many of them are taken: as chosen, as measured, or a few. */
export const takenEdges = ({ found }: NetworkValues, shot: Pick<Shot, 'overlays'>): number =>
  stateOf(shot, 'circuit').edges ?? found?.circuit?.taken ?? FIRST_EDGES;

export function circuitEdges(values: NetworkValues, shot: Pick<Shot, 'overlays'>): ScoredEdge[] {
  const edges = rankedEdges(values).slice(0, takenEdges(values, shot));
  return edgesOnPaths(edges, 'embed', 'logits').map((i) => edges[i]);
}

/** The measured circuit, where it is the drawn one. */
export const measuredCircuit = (values: NetworkValues, shot: Pick<Shot, 'overlays'>) =>
  values.found?.circuit?.taken === takenEdges(values, shot) ? values.found?.circuit : undefined;

export type Node = ScoredEdge['sender'] | ScoredEdge['receiver'];

/** On the canvas: depth as in the picture; heads side by side, MLPs right of them. */
export function nodePlace(view: Projection, node: Node): Disc {
  const { shape, frame, tops, toX, scale } = view;
  const left = frame.isNarrow ? 14 : 40;
  const width = frame.width - frame.rail - (frame.isNarrow ? 12 : frame.gutter + 10) - left;
  const x = (share: number) => toX(left + share * width);
  const middle = (kind: 'embedding' | 'attention' | 'mlp' | 'unembedding', layer?: number) => {
    const zone = zoneIndex(shape, kind, layer);
    return (tops[zone] + tops[zone + 1]) / 2;
  };
  const zone = zoneIndex(shape, 'attention', 0);
  const room = Math.min((tops[zone + 1] - tops[zone]) * 0.3, (0.35 * width * scale) / shape.H);
  const radius = Math.max(3, Math.min(frame.isNarrow ? 13 : 17, room));
  if (node.kind === 'embed') return { x: x(0.4), y: middle('embedding'), radius };
  if (node.kind === 'logits') return { x: x(0.4), y: middle('unembedding'), radius };
  if (node.kind === 'mlp') return { x: x(0.92), y: middle('mlp', node.layer), radius };
  // Heads of keys and values that several heads share are drawn at the first of them.
  const sharing = 'input' in node && (node.input === 'k' || node.input === 'v') ? shape.H / shape.K : 1;
  const column = shape.H > 1 ? (node.head * sharing) / (shape.H - 1) : 0.5;
  return { x: x(0.04 + 0.72 * column), y: middle('attention', node.layer), radius };
}
