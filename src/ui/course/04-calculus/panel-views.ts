// Renders each panel of the stage from the engine's results.

import { msg } from '@lit/localize';
import { html, type TemplateResult } from 'lit';
import { CHAIN_QUANTITIES } from './networks.ts';
import { DETAIL_NAMES, DETAILS, type Detail, type Panel, type StageSettings } from './panels.ts';
import type { StageData } from './stage-data.ts';
import './views/chain-factors/chain-factors.ts';
import './views/example-average/example-average.ts';
import './views/gradient-list/gradient-list.ts';
import './views/layer-formulas/layer-formulas.ts';
import './views/number-lines/number-lines.ts';

export interface PanelContext {
  readonly shown: StageSettings;
  readonly data: StageData;
  /** Key of the highlighted symbol. */
  readonly lit?: string;
  /** Called when the visitor selects another detail of the layered network. */
  readonly selectDetail: (tell: Detail) => void;
}

export const PANEL_VIEWS: Readonly<Record<Panel, (scene: PanelContext) => TemplateResult>> = {
  graph: (context) => renderNumberLines(context),
  factors: ({ data, lit, shown: { factor } }) =>
    html`<lab-chain-factors .data=${data} .lit=${lit} .activeFactor=${factor}></lab-chain-factors>`,
  average: ({ data, lit }) => html`<lab-example-average .data=${data} .lit=${lit}></lab-example-average>`,
  gradient: ({ data, lit }) => html`<lab-gradient-list .data=${data} .lit=${lit}></lab-gradient-list>`,
  layers: ({ data, lit, shown, selectDetail }) => html`
    <div class="pills" role="group" aria-label=${msg('Detail')}>
      ${DETAIL_NAMES.map(
        (name) =>
          html`<button aria-pressed=${String(name === shown.tell)} @click=${() => selectDetail(name)}>${DETAILS[name]}</button>`,
      )}
    </div>
    ${
      shown.tell === 'paths'
        ? html`<lab-chain-factors .data=${data} .lit=${lit}></lab-chain-factors>`
        : html`<section class="card" aria-label=${DETAILS[shown.tell]}>
            <lab-layer-formulas .data=${data} .detail=${shown.tell} .lit=${lit}></lab-layer-formulas>
          </section>`
    }`,
};

/** The target is next to the input; the cost comes last. */
function renderNumberLines({ data, lit }: PanelContext): TemplateResult {
  const last = data.request.network.sizes.length - 1;
  const [input, ...rest] = [...CHAIN_QUANTITIES.values()].filter(({ kind }) => kind !== 'y');
  const [y, C] = (['y', 'C'] as const).map((kind) => ({ kind, layer: last, neuron: 0 }));
  return html`<section class="card" aria-label=${msg('Number lines')}>
    <h2>${msg('Change a weight, a bias, the input or the target')}</h2>
    <lab-number-lines .data=${data} .quantities=${[input, y, ...rest, C]} .lit=${lit}></lab-number-lines>
    <p class="explained">${msg('A ring marks the value after the nudge.')}</p>
  </section>`;
}
