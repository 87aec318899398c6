// The overlays at hand: by itself the map has the picture and the edits of its weights; `all-overlays.ts` offers all.

import type { OverlayName, Shot } from '../camera/shot.ts';
import { editOverlay } from './edit/overlay.ts';
import type { Overlay } from './overlay.ts';
import { valuesOverlay } from './values/overlay.ts';

let overlays: Readonly<Partial<Record<OverlayName, Overlay>>> = { values: valuesOverlay, edit: editOverlay };

/** By name, in the order of the control. */
export function offerOverlays(all: Readonly<Record<OverlayName, Overlay>>): void {
  overlays = all;
}

/** The overlay of a shot; the picture itself if the page does not offer it. */
export const overlayOf = ({ overlay = 'values' }: Pick<Shot, 'overlay'>): Overlay =>
  overlays[overlay] ?? valuesOverlay;

/** Name and label of each, in the order of the control. */
export const overlayLabels = (): readonly (readonly [OverlayName, string])[] =>
  Object.entries(overlays).map(([name, { label }]) => [name as OverlayName, label]);
