// How many directions steering is compared with, and which.

import { msg, str } from '@lit/localize';
import type { LensResult } from '../../../../../workers/rpc/api/lab-api.ts';

export const controlsText = ({ kind, count }: LensResult<'steering'>['random']): string =>
  kind === 'shuffled'
    ? msg(str`${count} directions of shuffled labels`)
    : msg(str`${count} random directions`);
