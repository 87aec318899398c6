// A graph that an overlay draws over the dimmed picture: arrow keys step through it, and a click chooses an edge.

import { pointOfCurve } from '../../map-core/curves.ts';
import { clamp, smoothstep } from '../../map-core/geometry.ts';
import type { TableData } from '../../types/table.ts';
import type { Shot } from '../camera/shot.ts';
import type { Picture } from '../painting/picture.ts';
import type { EdgeSubject, Subject } from '../scene/items.ts';
import { zoneIndex } from '../scene/network-shape.ts';
import type { Projection } from '../scene/projection.ts';

export interface OverlayGraph {
  /** In the order of depth. */
  readonly nodes: readonly {
    readonly key: string;
    readonly name: string;
    readonly text: () => string;
    readonly subject?: Subject;
  }[];
  /** The largest first. */
  readonly edges: readonly GraphEdge[];
}

export interface GraphEdge {
  /** Keys of nodes; several read the same shared keys or values, which are drawn at the first. */
  readonly from: string;
  readonly to: readonly string[];
  readonly subject: EdgeSubject;
  readonly text: () => string;
  /** Its numbers in the table. */
  readonly cells: readonly string[];
}

/** The chosen edge, as the beginning of a summary. */
export function chosenText({ edges }: OverlayGraph, { picked }: Pick<Shot, 'picked'>): string {
  const chosen = edges.find(({ subject }) => subject.edge === picked?.edge);
  return chosen ? ` ${chosen.subject.name}: ${chosen.text()}.` : '';
}

export const edgeTable = ({ edges }: OverlayGraph, head: Omit<TableData, 'rows'>): TableData => ({
  ...head,
  rows: edges.map(({ subject: { name }, cells }) => ({ name, cells: [...cells] })),
});

/** How far the whole network is seen, 0 to 1: near its parts a graph has no place. */
export const flatness = ({ dive, pose }: Projection): number =>
  (1 - dive) * (1 - pose.digits) * (1 - smoothstep(0, 0.6, pose.head));

/** The picture beneath stays visible as a ground. */
export function paintGround({ view, brush }: Picture, alpha: number): void {
  const { frame, tops, shape } = view;
  const { context, palette } = brush;
  const right = frame.isNarrow ? frame.width : frame.width - frame.gutter;
  const bottom = tops[zoneIndex(shape, 'prediction')];
  context.globalAlpha = 0.86 * alpha;
  context.fillStyle = palette.background;
  context.fillRect(frame.rail, frame.header, right - frame.rail, bottom - frame.header);
  context.globalAlpha = 1;
}

/** An edge as it is drawn, by keys. */
export interface DrawnEdge extends Pick<GraphEdge, 'from' | 'to'> {
  readonly key: string;
}

/** Edge or node that is bright, by its key: under the pointer, else chosen. */
export function focusOf(
  { hover, shot: { picked = {} } }: Picture,
  edges: readonly DrawnEdge[],
  hovered: string | undefined,
): { readonly edge?: string; readonly node?: string } {
  const edge = hover?.kind === 'edge' ? hover.edge : hovered === undefined ? picked.edge : undefined;
  return edges.some(({ key }) => key === edge) ? { edge } : { node: hovered ?? picked.node };
}

export const isInFocus = (
  { edge, node }: ReturnType<typeof focusOf>,
  { key, from, to }: DrawnEdge,
): boolean => (edge === undefined ? node === undefined || from === node || to.includes(node) : key === edge);

/** In the middle of an edge. */
export function paintEdgeText(
  { brush, view }: Picture,
  curve: readonly number[],
  text: string,
  alpha: number,
) {
  const [x, y] = pointOfCurve(curve, 0.5);
  brush.text(text, clamp(x, 80, view.frame.width - 80), y, {
    ...{ size: 13, isBold: true, align: 'center', hasHalo: true, alpha, colour: brush.palette.text },
  });
}
