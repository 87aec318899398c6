// `aria-live` of a status text that follows the network. It is `off` while the network trains, because the text then changes many
// times a second; the app announces training progress itself, every tenth of the run.

import type { RunState } from '../../../workers/rpc/api/lab-api.ts';

export type LiveMode = 'off' | 'polite';

export const liveRegionMode = ({ runState }: { readonly runState: RunState }): LiveMode =>
  runState === 'training' ? 'off' : 'polite';
