// Renders each panel of the stage from the engine's results.

import { html, nothing, type TemplateResult } from 'lit';
import '../../views/text/math/math.ts';
import { chainFormulas } from './formulas.ts';
import { CHAIN_QUANTITIES } from './networks.ts';
import { DETAIL_NAMES, DETAILS, type Detail, type Panel, type StageSettings } from './panels.ts';
import type { StageData } from './stage-data.ts';
import './views/chain-factors/chain-factors.ts';
import './views/example-average/example-average.ts';
import './views/gradient-list/gradient-list.ts';
import './views/neuron-layers/layer-formulas.ts';
import './views/number-lines/number-lines.ts';

export interface PanelContext {
  readonly shown: StageSettings;
  readonly data: StageData;
  /** Key of the highlighted symbol. */
  readonly lit?: string;
  /** The first layer that is drawn. */
  readonly firstLayer: number;
  /** Called when the visitor selects another detail of the layered network. */
  readonly selectDetail: (tell: Detail) => void;
}

export const PANEL_VIEWS: Readonly<Record<Panel, (scene: PanelContext) => TemplateResult>> = {
  graph: (context) =>
    html`${renderFormulas(context)} ${context.shown.lines ? renderNumberLines(context) : nothing}`,
  factors: ({ data, lit, shown: { factor } }) =>
    html`<lab-chain-factors .data=${data} .lit=${lit} .activeFactor=${factor}></lab-chain-factors>`,
  average: ({ data, lit }) => html`<lab-example-average .data=${data} .lit=${lit}></lab-example-average>`,
  gradient: ({ data, lit }) => html`<lab-gradient-list .data=${data} .lit=${lit}></lab-gradient-list>`,
  layers: ({ data, lit, shown, selectDetail }) => html`
    <div class="pills" role="group" aria-label="Detail">
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

function renderFormulas({ shown, data, lit }: PanelContext): TemplateResult | typeof nothing {
  if (shown.formulas === 'none') return nothing;
  const lines = chainFormulas(data.request.network, data.chain.smallNetwork, shown.formulas);
  return html`<section class="card" aria-label="In symbols">
    ${lines.map((tex) => html`<lab-math display .highlighted=${lit} .tex=${tex}></lab-math>`)}
  </section>`;
}

/** The target is next to the input; the cost comes last. */
function renderNumberLines({ data, lit, firstLayer }: PanelContext): TemplateResult {
  const last = data.request.network.sizes.length - 1;
  const [input, ...rest] = [...CHAIN_QUANTITIES.values()].filter(({ kind, layer }) =>
    kind === 'a' ? layer >= firstLayer : layer > firstLayer && kind !== 'y',
  );
  const [y, C] = (['y', 'C'] as const).map((kind) => ({ kind, layer: last, neuron: 0 }));
  return html`<section class="card" aria-label="Number lines">
    <h2>Change a weight, a bias, the input or the target</h2>
    <lab-number-lines .data=${data} .quantities=${[input, y, ...rest, C]} .lit=${lit}></lab-number-lines>
    <p class="explained">A ring marks the value after the nudge.</p>
  </section>`;
}
