// Where the map shows the probes of a label: around its word in the prompt.

import type { LensResult } from '../../../../../workers/rpc/api/lab-api.ts';
import type { Shot } from '../../camera/shot.ts';
import { leavingName } from '../../scene/network-shape.ts';
import type { NetworkValues } from '../../values/network-values.ts';
import { stateOf } from '../overlay-state.ts';

declare module '../overlay-types.ts' {
  interface OverlayTypes {
    /** `found`: probes of the model, of the step that they name. */
    probes: { state: ProbesState; found: Probes };
  }
}

export interface ProbesState {
  /** Labels of the data set, the first by default. */
  readonly set?: string;
  /** A vector of the stream whose probe is shown in detail; the best one by default. */
  readonly at?: { readonly name: string; readonly token: number };
}

export type Probes = LensResult<'probes'>;
export type ProbePlace = Probes['places'][number];

/** Position of the last labelled word of the prompt; undefined without one. */
export function anchorOf({ tokens, found }: Pick<NetworkValues, 'tokens' | 'found'>): number | undefined {
  const anchor = tokens.findLastIndex(({ id }) => found?.probes?.words.includes(id));
  return anchor < 0 ? undefined : anchor;
}

/** The probe of a vector of the stream at a token. */
export function probeAt(values: NetworkValues, name: string, token: number): ProbePlace | undefined {
  const anchor = anchorOf(values);
  if (anchor === undefined) return undefined;
  const stage = leavingName(name);
  return values.found?.probes?.places.find((each) => each.name === stage && each.offset === token - anchor);
}

/** The probe that is shown in detail. */
export function placeShown(values: NetworkValues, shot: Shot): ProbePlace | undefined {
  const { at } = stateOf(shot, 'probes');
  return (at && probeAt(values, at.name, at.token)) ?? values.found?.probes?.detail.place;
}
