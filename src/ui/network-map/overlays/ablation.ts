// Ablation: heads and MLPs that are switched off, and the prediction before (dashed) and after.

import { formatPercent } from '../../format/numbers.ts';
import type { Overlay } from './overlay.ts';

export const ablationOverlay: Overlay = {
  label: 'Ablation',
  explanation:
    'Click heads or MLPs to switch them off: bars show the new prediction, dashed outlines the old one.',
  describe(subject, { next, ablated }) {
    if (subject.kind === 'pattern' || subject.kind === 'neurons') return 'click to switch off or on';
    if (subject.kind !== 'prediction' || !ablated) return undefined;
    const after = ablated.find(({ id }) => id === next[subject.rank].id);
    return `${after ? formatPercent(after.probability) : 'not among the first'} with the ablation`;
  },
};
