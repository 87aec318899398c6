// What tables and requests of dictionaries share.

import { lossRecovered, type SplicedLoss } from '../../../shared/loss-recovered.ts';
import { formatPercent } from '../../shared/text-table.ts';

export const MAX_FEATURES = 4096;
export const MAX_STEPS = 5000;

export const spliceLine = (loss: SplicedLoss): string =>
  `held-out loss ${loss.clean.toFixed(3)}, with the reconstruction ${loss.spliced.toFixed(3)}, ablated to zero ${loss.zero.toFixed(3)}, to the mean ${loss.mean.toFixed(3)}: recovered ${formatPercent(lossRecovered(loss, 'zero'))} and ${formatPercent(lossRecovered(loss, 'mean'))}`;
