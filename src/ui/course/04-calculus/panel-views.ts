// Renders each panel of the stage from the engine's results.

import { msg } from '@lit/localize';
import { html, type TemplateResult } from 'lit';
import type { StageData } from '../../scenes/chain/stage-data.ts';
import { chainFactors, chainFactorsStyles } from './figures/chain-factors.ts';
import { exampleAverage } from './figures/example-average.ts';
import { gradientList, gradientListStyles } from './figures/gradient-list.ts';
import { layerFormulas, layerFormulasStyles } from './figures/layer-formulas.ts';
import { numberLines, numberLinesStyles } from './figures/number-lines.ts';
import { DETAIL_NAMES, DETAILS, type Detail, type Panel, type StageSettings } from './panels.ts';

export interface PanelContext {
  readonly shown: StageSettings;
  readonly data: StageData;
  /** Key of the highlighted symbol. */
  readonly lit?: string;
  /** Called when the visitor selects another detail of the layered network. */
  readonly selectDetail: (tell: Detail) => void;
}

export const FIGURE_STYLES = [chainFactorsStyles, gradientListStyles, layerFormulasStyles, numberLinesStyles];

export const PANEL_VIEWS: Readonly<Record<Panel, (scene: PanelContext) => TemplateResult>> = {
  graph: ({ data, lit }) => numberLines(data, lit),
  factors: ({ data, lit, shown: { factor } }) => chainFactors(data, lit, factor),
  average: ({ data, lit }) => exampleAverage(data, lit),
  gradient: ({ data, lit }) => gradientList(data, lit),
  layers: ({ data, lit, shown, selectDetail }) => html`
    <div class="pills" role="group" aria-label=${msg('Detail')}>
      ${DETAIL_NAMES.map(
        (name) =>
          html`<button aria-pressed=${String(name === shown.tell)} @click=${() => selectDetail(name)}>${DETAILS[name]}</button>`,
      )}
    </div>
    ${shown.tell === 'paths' ? chainFactors(data, lit) : layerFormulas(data, shown.tell, lit)}`,
};
