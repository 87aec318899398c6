// An overlay draws another reading over the same picture. A folder each, and a line in `all-overlays.ts`.

import type { nothing, TemplateResult } from 'lit';
import type { ActivationName, Query } from '../../../../workers/rpc/api/lab-api.ts';
import type { Point } from '../../../stage/geometry.ts';
import type { TableData } from '../../../types/table.ts';
import type { Shot } from '../camera/shot.ts';
import type { KeyAction } from '../interaction/key-action.ts';
import type { Picture } from '../painting/picture.ts';
import type { EdgeSubject, Item, Subject } from '../scene/items.ts';
import type { Projection } from '../scene/projection.ts';
import type { Words } from '../text/describe.ts';
import type { MapEdit } from '../values/map-edit.ts';
import type { Compared, NetworkValues } from '../values/network-values.ts';
import type { OverlayName, StateOf } from './overlay-types.ts';

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

export type OverlayForm = (
  shot: Shot,
  words: Words | undefined,
  emit: (shot: Shot) => void,
) => TemplateResult | typeof nothing;

export interface Overlay<Name extends OverlayName = OverlayName> {
  readonly label: string;
  /** What it shows, a sentence. */
  readonly explanation: string;
  /** Lenses that it needs besides the activations. */
  lenses?(prompt: string, shot: Shot, edit?: MapEdit): Query['lenses'];
  /** The pass runs from the bottom up: what lies above its front is not computed yet. */
  readonly isBackward?: boolean;
  /** It compares with the values at the time when it was chosen. */
  readonly hasBaseline?: boolean;
  /** The prediction before and after what it changes, if its lens was read. */
  compared?(values: NetworkValues): Compared | undefined;
  /** A key of what has changed in these values; where it is another one, the change runs down the network. */
  flow?(values: NetworkValues): string | undefined;
  /** Whether its state was chosen for one prompt; then the shot keeps for which. */
  isOfPrompt?(state: StateOf<Name>): boolean;
  /** Its state without what only the model before has. */
  forAnotherModel?(state: StateOf<Name>): StateOf<Name>;
  /** Its state without what a prompt lacks whose last token is `last`. */
  fitting?(state: StateOf<Name>, last: number): StateOf<Name>;
  /** Opacity of the values beneath, 1 by default. */
  readonly valuesAlpha?: number;
  /** Controls of its own, under those of the map. */
  readonly form?: OverlayForm;
  /** What its colours and widths mean. */
  legend?: readonly LegendEntry[] | ((shot: Shot) => readonly LegendEntry[]);
  /** What can be pointed at besides the picture's own items. */
  items?(view: Projection, tokens: number, values: NetworkValues, shot: Shot): Item[];
  /** What it draws in place of the network, if it does so for this shot. */
  scene?(shot: Shot, values: NetworkValues): OverlayScene | undefined;
  /** What a subject of its own is called. */
  subjectName?(subject: Subject, words: Words): string | undefined;
  /** A click on the picture means something of its own: a second one goes closer. */
  readonly takesClicks?: boolean;
  /** The shot after a click on a subject that means something of its own. */
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
  /** What it says of a vector of the stream, in the table of the picture. */
  cell?(values: NetworkValues, name: ActivationName, token: number): string | undefined;
  /** Its numbers; the picture's own without it. */
  table?(words: Words, shot: Shot): TableData | undefined;
}
