// Mode of the live regions that describe a network. The page announces the progress of training itself, in tenths.

import type { RunState } from '../../../workers/rpc/api/lab-api.ts';

/** Value of `aria-live`. */
export type LiveMode = 'off' | 'polite';

/** `off` while the run trains: the text of a live region then changes many times a second. */
export const liveRegionMode = ({ runState }: { readonly runState: RunState }): LiveMode =>
  runState === 'training' ? 'off' : 'polite';
