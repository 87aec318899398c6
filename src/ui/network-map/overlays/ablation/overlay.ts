// Ablation: heads and MLPs that are switched off, and the prediction before (dashed) and after.

import { msg, str } from '@lit/localize';
import { formatPercent } from '../../../format/numbers.ts';
import { BARS } from '../../scene/frame.ts';
import { predictionBars } from '../../values/network-values.ts';
import type { Overlay } from '../overlay.ts';

export const ablationOverlay: Overlay = {
  label: msg('Ablation'),
  explanation: msg('Click heads or MLPs to switch them off: dashed outlines are the prediction before.'),
  legend: [
    { sign: 'negative', text: msg('switched off') },
    { sign: 'dashed', text: msg('prediction before') },
  ],
  describe(subject, values) {
    if (subject.kind === 'pattern' || subject.kind === 'neurons') return msg('click to switch off or on');
    if (subject.kind !== 'prediction' || !values.ablated) return undefined;
    const { after } = predictionBars(values, BARS)[subject.rank] ?? {};
    return msg(
      str`with the ablation ${after === undefined ? msg('not among the first') : formatPercent(after)}`,
    );
  },
};
