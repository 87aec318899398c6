// The page of the lab: its other pages, each with a small drawing of what is there.

import { msg } from '@lit/localize';
import { html, LitElement, type SVGTemplateResult, svg, type TemplateResult } from 'lit';
import { customElement } from 'lit/decorators.js';
import { ViewChangeEvent } from '../../../events/index.ts';
import { pageContext } from '../../../state/contexts.ts';
import { StoreController } from '../../../state/store-controller.ts';
import { baseStyles } from '../../../styles/base.styles.ts';
import { type NamedPage, PAGE_NAMES } from '../../menu/page-names.ts';
import { pageLink } from '../../page-link.ts';
import { labViewStyles } from './lab-view.styles.ts';

/** On 120 × 60 units; `lit` is what the page is about. */
const line = (path: string, kind = '') => svg`<path class=${kind} d=${path} />`;
const dot = (x: number, y: number, radius = 5, kind = '') =>
  svg`<circle class="dot ${kind}" cx=${x} cy=${y} r=${radius} />`;
const range = (count: number) => Array.from({ length: count }, (_, i) => i);

const TILES: readonly { view: NamedPage; sentence: string; drawing: readonly SVGTemplateResult[] }[] = [
  {
    view: 'network',
    sentence: msg('Every number of the language model, from a text to what comes next.'),
    drawing: [
      ...range(18).map((i) =>
        line(`M${i < 9 ? 20 : 60} ${12 + 18 * (i % 3)}l40 ${18 * ((Math.floor(i / 3) % 3) - (i % 3))}`),
      ),
      ...range(9).map((i) => dot(20 + 40 * Math.floor(i / 3), 12 + 18 * (i % 3), 5, i === 7 ? 'lit' : '')),
    ],
  },
  {
    view: 'train',
    sentence: msg('Choose a model and its text, train it, and watch the loss fall.'),
    drawing: [line('M14 6V54H110'), line('M18 10C28 44 50 46 106 48', 'lit')],
  },
  {
    view: 'compare',
    sentence: msg('Train two models side by side that differ in one setting.'),
    drawing: [
      line('M14 6V54H110'),
      line('M18 10C34 24 60 28 106 30'),
      line('M18 10C28 44 50 46 106 48', 'lit'),
    ],
  },
  {
    view: 'attention',
    sentence: msg('Where each head looks, and what it does to the prediction.'),
    drawing: range(5).flatMap((query) =>
      range(query + 1).map((key) =>
        dot(32 + 14 * query, 6 + 12 * key, query === key + 1 ? 5.5 : 2.5, query === 3 ? 'lit' : ''),
      ),
    ),
  },
  {
    view: 'runs',
    sentence: msg('The models that this device has trained, with their checkpoints.'),
    drawing: range(3).flatMap((run) => [
      line(`M16 ${12 + 18 * run}H${104 - 22 * run}`),
      ...range(5 - run).map((i) => dot(16 + 22 * i, 12 + 18 * run, 4, run === 0 && i === 4 ? 'lit' : '')),
    ]),
  },
  {
    view: 'speed',
    sentence: msg('How fast this device computes, kernel by kernel.'),
    drawing: [line('M22 52A38 38 0 0 1 98 52'), line('M60 52L84 24', 'lit'), dot(60, 52, 5, 'lit')],
  },
  {
    view: 'notes',
    sentence: msg('All that you wrote beside the videos.'),
    drawing: [line('M34 6H86V54H34Z'), line('M44 18H76M44 30H76'), line('M44 42H62', 'lit')],
  },
];

/**
 * @summary The pages of the lab as tiles. Reads the page store.
 *
 * @fires lab-view - A page is chosen.
 */
@customElement('lab-lab-view')
export class LabView extends LitElement {
  static override styles = [baseStyles, labViewStyles];

  readonly #page = new StoreController(this, pageContext);

  protected override render() {
    return html`<h1>${msg('Lab')}</h1>
      <ul>${TILES.map((tile) => html`<li>${this.#tile(tile)}</li>`)}</ul>`;
  }

  #tile({ view, sentence, drawing }: (typeof TILES)[number]): TemplateResult {
    return pageLink({
      page: { ...this.#page.value, view },
      content: html`<svg viewBox="0 0 120 60" aria-hidden="true">${drawing}</svg>
        <strong>${PAGE_NAMES[view]}</strong> <span>${sentence}</span>`,
      go: () => this.dispatchEvent(new ViewChangeEvent(view)),
    });
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-lab-view': LabView;
  }
}
