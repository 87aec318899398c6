// What each overlay has of its own. It declares that in its folder; the map passes it on, and looks into none of it.

/** `state`: its part of a shot. `subject`: what items of its own show. `found`: what longer computations add to the values. */
export interface OverlayTypes {
  /** The picture itself. */
  values: object;
}

export type OverlayName = keyof OverlayTypes;

type Part<Name extends OverlayName, Key extends string> =
  OverlayTypes[Name] extends Record<Key, infer T> ? T : never;

export type StateOf<Name extends OverlayName> = Part<Name, 'state'>;
export type FoundBy<Name extends OverlayName> = Part<Name, 'found'>;
export type OverlayStates = { readonly [Name in OverlayName]?: StateOf<Name> };
export type OverlayFindings = { readonly [Name in OverlayName]?: FoundBy<Name> };
export type OverlaySubject = { [Name in OverlayName]: Part<Name, 'subject'> }[OverlayName];
