// Reads and writes what a shot has of one overlay.

import type { Shot } from '../camera/shot.ts';
import type { OverlayName, StateOf } from './overlay-types.ts';

/** Empty where nothing was chosen. */
export const stateOf = <Name extends OverlayName>(
  { overlays }: Pick<Shot, 'overlays'>,
  name: Name,
): Partial<StateOf<Name>> => overlays?.[name] ?? {};

export const withState = <Name extends OverlayName>(shot: Shot, name: Name, state: StateOf<Name>): Shot => ({
  ...shot,
  overlays: { ...shot.overlays, [name]: state },
});
