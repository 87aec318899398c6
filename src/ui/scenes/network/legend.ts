// What the colours, widths and shades of the picture mean: a line of the overlay, or of the place that the camera is at.

import { msg } from '@lit/localize';
import { html, type TemplateResult } from 'lit';
import { isGrey, type Shot } from './camera/shot.ts';
import type { LegendEntry } from './overlays/overlay.ts';
import { overlayOf } from './overlays/overlays.ts';

const SIGNED: LegendEntry = { sign: 'signed', text: msg('negative to positive') };
const HEADS: LegendEntry = {
  sign: 'heads',
  text: msg('attention: one shade a head'),
};

const WEIGHTS_AND_DATA: readonly LegendEntry[] = [
  { sign: 'signed', text: msg('weights, negative to positive') },
  { sign: 'data', text: msg('data, by magnitude') },
];

/** Of the picture without an overlay. */
function legendOfTarget(shot: Shot): readonly LegendEntry[] {
  if (isGrey(shot)) return WEIGHTS_AND_DATA;
  const { target } = shot;
  switch (target.at) {
    case 'head': {
      const queriesAndKeys: readonly LegendEntry[] = [
        { sign: 'query', text: msg('queries') },
        { sign: 'key', text: msg('keys') },
      ];
      if (shot.headStep === 'scores' || shot.headStep === 'mask')
        return [...queriesAndKeys, { sign: 'signed', text: msg('product q · k, negative to positive') }];
      return [
        ...queriesAndKeys,
        { sign: 'value', text: msg('values') },
        { sign: 'dot', text: msg('weight') },
      ];
    }
    case 'mlp':
      return [SIGNED, { sign: 'positive', text: msg('activation, as width') }];
    case 'embedding':
      return [SIGNED, { sign: 'query', text: msg('column of the token') }];
    case 'unembedding':
      return [SIGNED, { sign: 'positive', text: msg('probability') }];
    case 'vector':
      return [SIGNED];
    default:
      return [SIGNED, HEADS];
  }
}

function legendOf(shot: Shot): readonly LegendEntry[] {
  const { legend = legendOfTarget } = overlayOf(shot);
  return typeof legend === 'function' ? legend(shot) : legend;
}

export const renderLegend = (shot: Shot): TemplateResult => html`
  <ul class="legend" aria-label=${msg('Legend')}>
    ${legendOf(shot).map(({ sign, text }) => html`<li><i class=${sign}></i>${text}</li>`)}
  </ul>
`;
