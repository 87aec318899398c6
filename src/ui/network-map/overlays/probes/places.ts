// Where the map shows the probes of a label: around its word in the prompt.

import type { LensResult } from '../../../../workers/rpc/api/lab-api.ts';
import { leavingName } from '../../scene/network-shape.ts';
import type { NetworkValues } from '../../values/network-values.ts';

export type Probes = LensResult<'probes'>;
export type ProbePlace = Probes['places'][number];

/** Position of the last labelled word of the prompt; undefined without one. */
export function anchorOf({ tokens, probes }: Pick<NetworkValues, 'tokens' | 'probes'>): number | undefined {
  const anchor = tokens.findLastIndex(({ id }) => probes?.words.includes(id));
  return anchor < 0 ? undefined : anchor;
}

/** The probe of a vector of the stream at a token. */
export function probeAt(values: NetworkValues, name: string, token: number): ProbePlace | undefined {
  const anchor = anchorOf(values);
  if (anchor === undefined) return undefined;
  const stage = leavingName(name);
  return values.probes?.places.find((each) => each.name === stage && each.offset === token - anchor);
}
