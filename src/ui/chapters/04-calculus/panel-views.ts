// What each panel of the stage is made of, beside the picture of the network, once the engine has answered.

import { html, nothing, type TemplateResult } from 'lit';
import '../../views/math/math.ts';
import { chainFormulas } from './formulas.ts';
import { CHAIN_QUANTITIES } from './networks.ts';
import { type Panel, type Shown, TELL_NAMES, TELLS, type Tell } from './panels.ts';
import type { Reading } from './reading.ts';
import './views/chain-factors/chain-factors.ts';
import './views/example-average/example-average.ts';
import './views/gradient-list/gradient-list.ts';
import './views/neuron-layers/layer-formulas.ts';
import './views/number-lines/number-lines.ts';

export interface Scene {
  readonly shown: Shown;
  readonly reading: Reading;
  /** The key of the symbol that stands out. */
  readonly lit?: string;
  /** The first layer that is drawn. */
  readonly first: number;
  /** Another thing is to be read from the picture of several neurons. */
  readonly tell: (tell: Tell) => void;
}

export const PANEL_VIEWS: Readonly<Record<Panel, (scene: Scene) => TemplateResult>> = {
  graph: (scene) => html`${formulas(scene)} ${scene.shown.lines ? numberLines(scene) : nothing}`,
  factors: ({ reading, lit, shown: { factor } }) =>
    html`<lab-chain-factors .reading=${reading} .lit=${lit} .told=${factor}></lab-chain-factors>`,
  average: ({ reading, lit }) =>
    html`<lab-example-average .reading=${reading} .lit=${lit}></lab-example-average>`,
  gradient: ({ reading, lit }) =>
    html`<lab-gradient-list .reading=${reading} .lit=${lit}></lab-gradient-list>`,
  layers: ({ reading, lit, shown, tell }) => html`
    <div class="pills" role="group" aria-label="What to read from it">
      ${TELL_NAMES.map(
        (name) =>
          html`<button aria-pressed=${String(name === shown.tell)} @click=${() => tell(name)}>${TELLS[name]}</button>`,
      )}
    </div>
    ${
      shown.tell === 'paths'
        ? html`<lab-chain-factors .reading=${reading} .lit=${lit}></lab-chain-factors>`
        : html`<section class="card" aria-label=${TELLS[shown.tell]}>
            <lab-layer-formulas .reading=${reading} .tell=${shown.tell} .lit=${lit}></lab-layer-formulas>
          </section>`
    }`,
};

function formulas({ shown, reading, lit }: Scene): TemplateResult | typeof nothing {
  if (shown.formulas === 'none') return nothing;
  const lines = chainFormulas(reading.question.network, reading.chain.reading, shown.formulas);
  return html`<section class="card" aria-label="In symbols">
    ${lines.map((tex) => html`<lab-math display .lit=${lit} .tex=${tex}></lab-math>`)}
  </section>`;
}

/** What is wanted stands beside the input, the cost at the end. */
function numberLines({ reading, lit, first }: Scene): TemplateResult {
  const last = reading.question.network.sizes.length - 1;
  const [input, ...rest] = [...CHAIN_QUANTITIES.values()].filter(({ kind, layer }) =>
    kind === 'a' ? layer >= first : layer > first && kind !== 'y',
  );
  const [y, C] = (['y', 'C'] as const).map((kind) => ({ kind, layer: last, neuron: 0 }));
  return html`<section class="card" aria-label="Number lines">
    <h2>Move a weight, a bias, the input or what is wanted</h2>
    <lab-number-lines .reading=${reading} .quantities=${[input, y, ...rest, C]} .lit=${lit}></lab-number-lines>
    <p class="explained">A ring shows where the nudge moves a number to.</p>
  </section>`;
}
