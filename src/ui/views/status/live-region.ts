// When a live region may speak of what follows a network: not while that learns, when its words change many times a second.
// The page tells of the training itself, a tenth of its way at a time.

import type { RunState } from '../../../workers/rpc/api/lab-api.ts';

/** For `aria-live`. */
export const liveRegionMode = ({ runState }: { readonly runState: RunState }): 'off' | 'polite' =>
  runState === 'training' ? 'off' : 'polite';
