// Ablation: heads and MLPs that are switched off, and the prediction before (dashed) and after.

import { msg, str } from '@lit/localize';
import { formatPercent } from '../../../../format/numbers.ts';
import type { Shot } from '../../camera/shot.ts';
import { BARS } from '../../scene/frame.ts';
import type { Subject } from '../../scene/items.ts';
import { predictionBars } from '../../values/network-values.ts';
import type { Overlay } from '../overlay.ts';

declare module '../overlay-types.ts' {
  interface OverlayTypes {
    ablation: object;
  }
}

export const ablationOverlay: Overlay<'ablation'> = {
  label: msg('Ablation'),
  explanation: msg('Click heads or MLPs to switch them off: dashed outlines are the prediction before.'),
  click: toggled,
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

/** With a head or an MLP switched off; on again, if it is off. */
function toggled(shot: Shot, subject: Subject): Shot | undefined {
  const { heads = [], mlps = [] } = shot.ablated ?? {};
  if (subject.kind === 'neurons') {
    const { layer } = subject;
    const others = mlps.filter((each) => each !== layer);
    return { ...shot, ablated: { heads, mlps: mlps.includes(layer) ? others : [...mlps, layer] } };
  }
  if (subject.kind !== 'pattern') return undefined;
  const { layer, head } = subject;
  const others = heads.filter((each) => each.layer !== layer || each.head !== head);
  return {
    ...shot,
    ablated: { mlps, heads: others.length < heads.length ? others : [...heads, { layer, head }] },
  };
}
