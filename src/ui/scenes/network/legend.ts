// What the colours, widths and shades of the picture mean: a line of the overlay, or of the place that the camera is at.

import { msg } from '@lit/localize';
import { html, type TemplateResult } from 'lit';
import { HEAD_STEPS, type HeadStep, isGrey, type Shot } from './camera/shot.ts';
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
    case 'head':
      return legendOfHead(HEAD_STEPS.indexOf(shot.headStep ?? 'output'));
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

/** Of what is drawn up to a step. */
function legendOfHead(step: number): readonly LegendEntry[] {
  const entries: readonly (readonly [LegendEntry, from: HeadStep, before?: HeadStep])[] = [
    [{ sign: 'query', text: msg('queries') }, 'queries'],
    [{ sign: 'key', text: msg('keys') }, 'keys'],
    [{ sign: 'signed', text: msg('q · k: rings are negative') }, 'scores', 'pattern'],
    [{ sign: 'dot', text: msg('weight: a larger dot for a larger weight') }, 'pattern'],
    [{ sign: 'value', text: msg('values') }, 'values'],
  ];
  const at = (name: HeadStep) => HEAD_STEPS.indexOf(name);
  return entries.flatMap(([entry, from, before]) =>
    step >= at(from) && (!before || step < at(before)) ? [entry] : [],
  );
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
