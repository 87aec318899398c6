// What an overlay does that draws a graph: items, picture, texts, keys and table.

import { pointOfCurve } from '../../../stage/curves.ts';
import { clamp, smoothstep } from '../../../stage/geometry.ts';
import type { Shot } from '../camera/shot.ts';
import { moveInGraph } from '../interaction/graph-keys.ts';
import type { Picture } from '../painting/picture.ts';
import { zoneIndex } from '../scene/network-shape.ts';
import type { Projection } from '../scene/projection.ts';
import type { Disc, GraphEdge, GraphNode, OverlayGraph } from './graph.ts';
import type { Overlay } from './overlay.ts';
import { discRect } from './stream.ts';

export const graphHooks = (graph: OverlayGraph) =>
  ({
    keys: (key, shot, words) => moveInGraph(key, shot, words, graph),
    valuesAlpha: 0.12,
    items(view, _, values, shot) {
      if (flatness(view) < 0.5 || graph.edges(values, shot).length === 0) return [];
      return graph.nodes(values, view.shape).flatMap(({ subject, disc }) => {
        const { x, y, radius } = disc(view);
        const rect = discRect(x, y, Math.max(radius, graph.reach ?? 0));
        return subject ? [{ subject, rect, depth: 0, isOfOverlay: true }] : [];
      });
    },
    paint: (picture) => paintGraph(picture, graph),
    describe(subject, values, shot) {
      if (subject.kind !== 'edge') {
        const key = graph.keyOf(subject);
        return key === undefined ? undefined : graph.nodeText(values, shot, key);
      }
      return graph
        .edges(values, shot)
        .find((each) => each.subject.edge === subject.edge)
        ?.text();
    },
    curves: (view, values, shot) =>
      flatness(view) < 0.5
        ? []
        : graph.edges(values, shot).map(({ subject, curve }) => ({ subject, curve: curve(view) })),
    table({ values }, shot) {
      const rows = graph
        .edges(values, shot)
        .map(({ subject: { name }, cells }) => ({ name, cells: [...cells] }));
      return rows.length > 0 ? { ...graph.head(values), rows } : undefined;
    },
  }) satisfies Partial<Overlay>;

/** The chosen edge, as the beginning of a summary. */
export function chosenText(edges: readonly GraphEdge[], { picked }: Pick<Shot, 'picked'>): string {
  const chosen = edges.find(({ subject }) => subject.edge === picked?.edge);
  return chosen ? ` ${chosen.subject.name}: ${chosen.text()}.` : '';
}

/** How far the whole network is seen, 0 to 1: near its parts a graph has no place. */
export const flatness = ({ dive, pose }: Projection): number =>
  (1 - dive) * (1 - pose.digits) * (1 - smoothstep(0, 0.6, pose.head));

/** Edge or node that is bright: under the pointer, else chosen. An edge goes before a node. */
function focusOf(
  { hover, shot }: Picture,
  graph: OverlayGraph,
  edges: readonly GraphEdge[],
  nodes: readonly GraphNode[],
) {
  const { picked = {} } = shot;
  const hovered = hover && graph.keyOf(hover);
  const edgeKey = hover?.kind === 'edge' ? hover.edge : hovered === undefined ? picked.edge : undefined;
  const edge = edges.find(({ subject }) => subject.edge === edgeKey);
  const keys = edge ? [] : [hovered, picked.node, graph.chosen?.(shot)];
  const [node] = keys.flatMap((key) => nodes.filter((each) => each.key === key));
  return { edge, node };
}

const endsOf = (edges: readonly GraphEdge[]): ReadonlySet<string> =>
  new Set(edges.flatMap(({ from, to }) => [from, ...to]));

function paintGraph(picture: Picture, graph: OverlayGraph): void {
  const { view, values, shot } = picture;
  const edges = graph.edges(values, shot);
  const alpha = flatness(view);
  if (edges.length === 0 || alpha < 0.02) return;
  paintGround(picture, alpha);
  const nodes = graph.nodes(values, view.shape);
  const { edge, node } = focusOf(picture, graph, edges, nodes);
  const near = edges.filter((each) =>
    edge ? each === edge : !node || each.from === node.key || each.to.includes(node.key),
  );
  paintEdges(picture, edges, new Set(near), alpha);
  const [linked, bright] = [endsOf(edges), endsOf(near)];
  for (const each of nodes) {
    const isDim = (edge ?? node) && each !== node && !bright.has(each.key);
    each.paint(picture, each.disc(view), {
      ...{ alpha: isDim ? 0.3 * alpha : alpha, hasEdges: linked.has(each.key) },
      isChosen: each.key === shot.picked?.node || each.key === graph.chosen?.(shot),
    });
  }
  if (edge) paintEdgeText(picture, edge, alpha);
  else if (node?.label) paintLabel(picture, node.label, node.disc(view), alpha);
}

/** The largest above the others. */
function paintEdges(
  picture: Picture,
  edges: readonly GraphEdge[],
  near: ReadonlySet<GraphEdge>,
  alpha: number,
): void {
  const { brush, view } = picture;
  const { palette, context } = brush;
  context.lineCap = 'round';
  for (const edge of edges.toReversed()) {
    const [curve, isNear] = [edge.curve(view), near.has(edge)];
    const colour = edge.isPositive ? palette.positive : palette.negative;
    brush.curve(curve, colour, edge.width, alpha * (isNear ? edge.alpha : edge.faint));
    edge.paintEnd?.(picture, curve, alpha * (isNear ? 1 : 0.3));
  }
  context.lineCap = 'butt';
}

/** The picture beneath stays visible as a ground. */
function paintGround({ view, brush }: Picture, alpha: number): void {
  const { frame, tops, shape } = view;
  const { context, palette } = brush;
  const right = frame.isNarrow ? frame.width : frame.width - frame.gutter;
  const bottom = tops[zoneIndex(shape, 'prediction')];
  context.globalAlpha = 0.86 * alpha;
  context.fillStyle = palette.background;
  context.fillRect(frame.rail, frame.header, right - frame.rail, bottom - frame.header);
  context.globalAlpha = 1;
}

function paintEdgeText({ brush, view }: Picture, { curve, label }: GraphEdge, alpha: number): void {
  const [x, y] = pointOfCurve(curve(view), 0.5);
  brush.text(label(), clamp(x, 80, view.frame.width - 80), y, {
    ...{ size: 13, isBold: true, align: 'center', hasHalo: true, alpha, colour: brush.palette.text },
  });
}

function paintLabel({ brush, view }: Picture, text: string, { x, y, radius }: Disc, alpha: number): void {
  const isRight = x + radius + 8 + brush.width(text, 12) < view.frame.width - 8;
  brush.text(text, isRight ? x + radius + 7 : x - radius - 7, y, {
    ...{ size: 12, align: isRight ? 'left' : 'right', hasHalo: true, isItalic: true },
    ...{ colour: brush.palette.text, alpha },
  });
}
