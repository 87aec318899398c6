// A graph that an overlay draws over the dimmed picture: nodes can be pointed at, arrow keys step through them, a click chooses an edge.

import type { TableData } from '../../../types/table.ts';
import type { Shot } from '../camera/shot.ts';
import type { Picture } from '../painting/picture.ts';
import type { EdgeSubject, Subject } from '../scene/items.ts';
import type { NetworkShape } from '../scene/network-shape.ts';
import type { Projection } from '../scene/projection.ts';
import type { NetworkValues } from '../values/network-values.ts';

/** On the canvas. */
export interface Disc {
  readonly x: number;
  readonly y: number;
  readonly radius: number;
}

export interface GraphNode {
  readonly key: string;
  readonly name: string;
  /** What an item of it shows, and Enter chooses; without, it is drawn only. */
  readonly subject?: Subject;
  readonly disc: (view: Projection) => Disc;
  readonly paint: (picture: Picture, disc: Disc, how: NodeLook) => void;
  /** Beside it while it is in focus. */
  readonly label?: string;
}

export interface NodeLook {
  readonly alpha: number;
  readonly hasEdges: boolean;
  readonly isChosen: boolean;
}

export interface GraphEdge {
  /** Keys of nodes; several read the same shared keys or values, which are drawn at the first. */
  readonly from: string;
  readonly to: readonly string[];
  readonly subject: EdgeSubject;
  readonly text: () => string;
  /** In its middle while it is in focus. */
  readonly label: () => string;
  /** Its numbers in the table. */
  readonly cells: readonly string[];
  readonly isPositive: boolean;
  /** In CSS pixels. */
  readonly width: number;
  /** Opacities in focus, and beside it. */
  readonly alpha: number;
  readonly faint: number;
  readonly curve: (view: Projection) => readonly number[];
  readonly paintEnd?: (picture: Picture, curve: readonly number[], alpha: number) => void;
}

export interface OverlayGraph {
  /** The largest first; empty where nothing is known yet. */
  edges(values: NetworkValues, shot: Shot): readonly GraphEdge[];
  /** In the order of depth. */
  nodes(values: NetworkValues, shape: NetworkShape): readonly GraphNode[];
  nodeText(values: NetworkValues, shot: Shot, key: string): string | undefined;
  /** Of the node that a subject is. */
  keyOf(subject: Subject): string | undefined;
  /** Least radius within which a node is pointed at, in CSS pixels. */
  readonly reach?: number;
  /** A node that is chosen besides the one that keys have stepped to. */
  chosen?(shot: Shot): string | undefined;
  head(values: NetworkValues): Omit<TableData, 'rows'>;
}
