// An overlay draws another reading over the same picture. One file each, and one line in `overlays.ts`.

import type { Query } from '../../../workers/rpc/api/lab-api.ts';
import type { Shot } from '../camera/shot.ts';
import type { Picture } from '../painting/picture.ts';
import type { Subject } from '../scene/items.ts';
import type { NetworkValues } from '../values/network-values.ts';

export interface Overlay {
  readonly label: string;
  /** What it shows, a sentence. */
  readonly explanation: string;
  /** Lenses that it needs besides the activations. */
  lenses?(prompt: string, shot: Shot): Query['lenses'];
  /** The pass runs from the bottom up: what lies above its front is not computed yet. */
  readonly isBackward?: boolean;
  /** Opacity of the values beneath, 1 by default. */
  readonly valuesAlpha?: number;
  /** Draws over items, under the row of tokens. */
  paint?(picture: Picture): void;
  /** What it says about a subject, added to the subject's own description. */
  describe?(subject: Subject, values: NetworkValues): string | undefined;
}
