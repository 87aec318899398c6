// The overlays at hand: by itself the map has the picture; `all-overlays.ts` offers all.

import type { Shot } from '../camera/shot.ts';
import type { Compared, NetworkValues } from '../values/network-values.ts';
import type { Overlay } from './overlay.ts';
import type { OverlayName, OverlayStates } from './overlay-types.ts';
import { valuesOverlay } from './values/overlay.ts';

type Overlays = { readonly [Name in OverlayName]: Overlay<Name> };

let overlays: Partial<Overlays> = { values: valuesOverlay };

/** By name, in the order of the control. */
export function offerOverlays(all: Overlays): void {
  overlays = all;
}

/** One of them, for a page that has no choice of others. */
export function offerOverlay<Name extends OverlayName>(name: Name, overlay: Overlay<Name>): void {
  overlays = { ...overlays, [name]: overlay };
}

/** The overlay of a shot; the picture itself if the page does not offer it. */
export const overlayOf = ({ overlay = 'values' }: Pick<Shot, 'overlay'>): Overlay =>
  overlays[overlay] ?? valuesOverlay;

/** Name and label of each, in the order of the control. */
export const overlayLabels = (): readonly (readonly [OverlayName, string])[] =>
  Object.entries(overlays).map(([name, { label }]) => [name as OverlayName, label]);

/** Of the overlay whose lens was read. */
export const comparedBy = (values: NetworkValues): Compared | undefined =>
  Object.values(overlays)
    .map(({ compared }) => compared?.(values))
    .find((each) => each !== undefined);

/** With what each overlay makes of its state. */
function withStates(shot: Shot, change: (overlay: Overlay, state: object) => object | undefined): Shot {
  if (!shot.overlays) return shot;
  const states = Object.entries(shot.overlays).map(([name, state]) => {
    const overlay: Overlay | undefined = overlays[name as OverlayName];
    return [name, (overlay && change(overlay, state)) ?? state];
  });
  return { ...shot, overlays: Object.fromEntries(states) as OverlayStates };
}

/** What was chosen now belongs to the prompt of now. */
export const stampedShot = (shot: Shot, prompt: string): Shot =>
  withStates(shot, ({ isOfPrompt }, state) =>
    !('prompt' in state) && isOfPrompt?.(state as never) ? { ...state, prompt } : undefined,
  );

/** Without what only the model before has. */
export const forAnotherModel = ({ picked: _picked, ablated: _ablated, ...shot }: Shot): Shot =>
  withStates(shot, (overlay, state) => overlay.forAnotherModel?.(state as never));

/** Without what a prompt lacks whose last token is `last`. */
export const withFittingStates = (shot: Shot, last: number): Shot =>
  withStates(shot, (overlay, state) => overlay.fitting?.(state as never, last));
