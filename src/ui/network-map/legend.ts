// What the colours, widths and shades of the picture mean: a line of the overlay, or of the place that the camera is at.

import { html, type TemplateResult } from 'lit';
import type { Shot } from './camera/shot.ts';
import type { LegendEntry } from './overlays/overlay.ts';
import { overlayOf } from './overlays/overlays.ts';

const SIGNED: LegendEntry = { sign: 'signed', text: 'negative to positive' };
const HEADS: LegendEntry = { sign: 'heads', text: 'attention: a shade a head, wide is strong' };

/** Of the picture without an overlay. */
function legendOfTarget({ target }: Shot): readonly LegendEntry[] {
  switch (target.at) {
    case 'head':
      return [
        { sign: 'query', text: 'queries' },
        { sign: 'key', text: 'keys' },
        { sign: 'value', text: 'values' },
        { sign: 'dot', text: 'weight: large is strong' },
      ];
    case 'mlp':
      return [SIGNED, { sign: 'positive', text: 'active neuron: wide adds much' }];
    case 'embedding':
      return [SIGNED, { sign: 'query', text: 'column of the token' }];
    case 'unembedding':
      return [SIGNED, { sign: 'positive', text: 'probability' }];
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
  <ul class="legend" aria-label="Legend">
    ${legendOf(shot).map(({ sign, text }) => html`<li><i class=${sign}></i>${text}</li>`)}
  </ul>
`;
