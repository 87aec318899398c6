// The attribution graph on the picture: where its nodes are, and how much flows along its edges.

import { memoize } from '../../../../../shared/memoize.ts';
import type { LensResult } from '../../../../../workers/rpc/api/lab-api.ts';
import { zoneIndex } from '../../scene/network-shape.ts';
import type { Projection } from '../../scene/projection.ts';
import type { NetworkValues } from '../../values/network-values.ts';
import type { Disc } from '../graph.ts';

export type Graph = LensResult<'attribution-graph'>;
export type FeatureNode = Graph['nodes'][number];

/** Of edges by index: the influence on the answer that passes through each. */
export const edgeFlows = memoize(({ nodes, edges }: Graph): Float64Array => {
  const sizes = new Float64Array(nodes.length);
  for (const { to, effect } of edges) sizes[to] += Math.abs(effect);
  return Float64Array.from(edges, ({ to, effect }) =>
    sizes[to] > 0 ? (nodes[to].influence * Math.abs(effect)) / sizes[to] : 0,
  );
});

/** The same for the same node of another graph. */
export const graphNodeKey = ({
  kind,
  layer,
  position,
  feature,
}: Pick<FeatureNode, 'kind' | 'layer' | 'position' | 'feature'>): string =>
  [kind, layer, position, ...(feature === undefined ? [] : [feature])].join(' ');

export const graphEdgeKey = ({ nodes }: Graph, { from, to }: Graph['edges'][number]): string =>
  `${graphNodeKey(nodes[from])} → ${graphNodeKey(nodes[to])}`;

/** What ablating the source of an edge changes of its target, as the graph predicts it and as it is. */
export function checkedEdge(
  { found }: NetworkValues,
  { from, to }: Graph['edges'][number],
): { readonly predicted: number; readonly measured: number } | undefined {
  const { graph, source: ablated, ablation } = found?.features ?? {};
  if (!graph || !ablation) return undefined;
  const [source, target] = [graph.nodes[from], graph.nodes[to]];
  if (source.kind !== 'feature' || graphNodeKey(source) !== ablated) return undefined;
  if (target.kind === 'answer') return ablation.change.direct;
  return ablation.features.find(
    ({ layer, position, feature }) =>
      target.kind === 'feature' &&
      layer === target.layer &&
      position === target.position &&
      feature === target.feature,
  )?.direct;
}

const [SMALLEST, LARGEST] = [4, 11];

/** By node: embeddings and the answer in their zones, features and errors of one MLP at one token side by side, large ones in the middle. */
export function nodeDiscs(view: Projection, { nodes, tokens }: Graph): readonly Disc[] {
  const { shape, frame, tops } = view;
  const lane = tokens.length > 1 ? view.laneX(1) - view.laneX(0) : 0.5 * (frame.width - frame.rail);
  const middle = (zone: number) => (tops[zone] + tops[zone + 1]) / 2;
  const most = Math.max(...nodes.map(({ kind, influence }) => (kind === 'answer' ? 0 : influence)), 1e-9);
  const largest = Math.max(SMALLEST + 1, Math.min(LARGEST, 0.13 * lane));
  const radiusOf = ({ influence }: FeatureNode) =>
    SMALLEST + (largest - SMALLEST) * Math.sqrt(Math.min(1, influence / most));
  const discs = nodes.map((node): Disc => {
    if (node.kind === 'answer')
      return { x: view.laneX(node.position), y: tops[zoneIndex(shape, 'prediction')] + 2, radius: 12 };
    return { x: view.laneX(node.position), y: middle(zoneIndex(shape, 'embedding')), radius: radiusOf(node) };
  });
  for (const group of groupsOf(nodes)) {
    const { layer, position } = nodes[group[0]];
    const zone = zoneIndex(shape, 'mlp', layer);
    const height = tops[zone + 1] - tops[zone];
    // At the first and the last lane there is no more room than to the edge.
    const cell = 2 * largest + 3;
    const columns = Math.max(1, Math.floor((0.94 * lane) / cell));
    const rows = Math.ceil(group.length / columns);
    const pitch = Math.min(cell, (1.05 * height) / rows);
    const perRow = Math.ceil(group.length / rows);
    fromMiddle(group, nodes).forEach((n, i) => {
      const row = Math.floor(i / perRow);
      const inRow = Math.min(perRow, group.length - row * perRow);
      discs[n] = {
        x: view.laneX(position) + ((i % perRow) - (inRow - 1) / 2) * cell,
        y: middle(zone) + (row - (rows - 1) / 2) * pitch,
        radius: radiusOf(nodes[n]),
      };
    });
  }
  return discs;
}

/** Indices of the features and errors of each MLP at each token. */
function groupsOf(nodes: readonly FeatureNode[]): number[][] {
  const groups = new Map<string, number[]>();
  nodes.forEach(({ kind, layer, position }, n) => {
    if (kind !== 'feature' && kind !== 'error') return;
    const key = `${layer} ${position}`;
    groups.set(key, [...(groups.get(key) ?? []), n]);
  });
  return [...groups.values()];
}

/** The largest in the middle, smaller ones in turn on both sides. */
function fromMiddle(group: readonly number[], nodes: readonly FeatureNode[]): number[] {
  const row: number[] = [];
  group
    .toSorted((a, b) => nodes[b].influence - nodes[a].influence)
    .forEach((n, i) => {
      if (i % 2 === 0) row.push(n);
      else row.unshift(n);
    });
  return row;
}
