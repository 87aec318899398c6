// An overlay draws another reading over the same picture. One file each, and one line in `overlays.ts`.

import type { TemplateResult } from 'lit';
import type { Query } from '../../../workers/rpc/api/lab-api.ts';
import type { Point } from '../../stage/geometry.ts';
import type { TableData } from '../../types/table.ts';
import type { Shot } from '../camera/shot.ts';
import type { KeyAction } from '../interaction/key-action.ts';
import type { Picture } from '../painting/picture.ts';
import type { Item, Subject } from '../scene/items.ts';
import type { Projection } from '../scene/projection.ts';
import type { Words } from '../text/describe.ts';
import type { MapEdit } from '../values/map-edit.ts';
import type { NetworkValues } from '../values/network-values.ts';

/** A line of the legend: how something looks, and what it means. */
export interface LegendEntry {
  readonly sign: LegendSign;
  readonly text: string;
}

/** A swatch, by its class in the styles of the map. */
export type LegendSign =
  | 'signed'
  | 'data'
  | 'heads'
  | 'positive'
  | 'negative'
  | 'query'
  | 'key'
  | 'value'
  | 'query-end'
  | 'key-end'
  | 'value-end'
  | 'dot'
  | 'gradient'
  | 'highlight'
  | 'dashed'
  | 'noise'
  | 'white'
  | 'chip'
  | 'hollow'
  | 'solid';

/** A picture of its own, in place of the network's. */
export interface OverlayScene {
  items(view: Projection, values: NetworkValues): Item[];
  paint(picture: Picture): void;
  /** Where a carried item lands if it is dropped at a point; undefined where it does not. */
  landing(item: Item, at: Point, items: readonly Item[], view: Projection): Item | undefined;
  /** With the carried item dropped there. */
  drop(shot: Shot, item: Item): Shot;
}

/** A graph that an overlay draws: arrow keys step through it. */
export interface OverlayGraph {
  /** In the order of depth. */
  readonly nodes: readonly {
    readonly key: string;
    readonly name: string;
    readonly text: string;
    readonly subject?: Subject;
  }[];
  /** The largest first. */
  readonly edges: readonly GraphEdge[];
}

export interface GraphEdge {
  /** Keys of nodes. */
  readonly from: string;
  readonly to: string;
  readonly text: string;
  readonly subject: EdgeSubject;
}

export type EdgeSubject = Extract<Subject, { kind: 'edge' }>;

export interface Overlay {
  readonly label: string;
  /** What it shows, a sentence. */
  readonly explanation: string;
  /** Lenses that it needs besides the activations. */
  lenses?(prompt: string, shot: Shot, edit?: MapEdit): Query['lenses'];
  /** The pass runs from the bottom up: what lies above its front is not computed yet. */
  readonly isBackward?: boolean;
  /** Opacity of the values beneath, 1 by default. */
  readonly valuesAlpha?: number;
  /** Controls of its own, under those of the map. */
  form?(shot: Shot, words: Words | undefined, emit: (shot: Shot) => void): TemplateResult;
  /** What its colours and widths mean. */
  legend?: readonly LegendEntry[] | ((shot: Shot) => readonly LegendEntry[]);
  /** What can be pointed at besides the picture's own items. */
  items?(view: Projection, tokens: number, values: NetworkValues): Item[];
  /** What it draws in place of the network, if it does so for this shot. */
  scene?(shot: Shot, values: NetworkValues): OverlayScene | undefined;
  /** The shot after a click on a subject of its own. */
  click?(shot: Shot, subject: Subject): Shot | undefined;
  /** Keys that mean something of their own. */
  keys?(key: string, shot: Shot, words: Words): KeyAction | undefined;
  /** The curves of its edges on the canvas. */
  curves?(
    view: Projection,
    values: NetworkValues,
    shot: Shot,
  ): readonly { readonly subject: EdgeSubject; readonly curve: readonly number[] }[];
  /** Draws over items, under the row of tokens. */
  paint?(picture: Picture): void;
  /** What it says about a subject, added to the subject's own description. */
  describe?(subject: Subject, values: NetworkValues, shot: Shot): string | undefined;
  /** What it shows of these values, in words. */
  summary?(values: NetworkValues, shot: Shot): string;
  /** Its numbers; the picture's own without it. */
  table?(words: Words, shot: Shot): TableData | undefined;
}
