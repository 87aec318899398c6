// Ablation: heads and MLPs that are switched off, and the prediction before (dashed) and after.

import { formatPercent } from '../../format/numbers.ts';
import { BARS } from '../scene/frame.ts';
import { predictionBars } from '../values/network-values.ts';
import type { Overlay } from './overlay.ts';

export const ablationOverlay: Overlay = {
  label: 'Ablation',
  explanation: 'Click heads or MLPs to switch them off: dashed outlines are the prediction before.',
  legend: [
    { sign: 'negative', text: 'switched off' },
    { sign: 'dashed', text: 'prediction before' },
  ],
  describe(subject, values) {
    if (subject.kind === 'pattern' || subject.kind === 'neurons') return 'click to switch off or on';
    if (subject.kind !== 'prediction' || !values.ablated) return undefined;
    const { after } = predictionBars(values, BARS)[subject.rank] ?? {};
    return `with the ablation ${after === undefined ? 'not among the first' : formatPercent(after)}`;
  },
};
