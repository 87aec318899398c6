// Chapter 4's stage: two small networks computed by the engine, and the chain rule on each of their numbers.

import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { Quantity, SmallNetwork } from '../../../workers/lab-api.ts';
import { between, boolean, oneOf, whole } from '../../controllers/address-values.ts';
import { digitsContext, labContext, pageContext } from '../../controllers/contexts.ts';
import { StageChoices } from '../../controllers/stage-choices.ts';
import { StoreReader } from '../../controllers/store-reader.ts';
import { StageTouchEvent } from '../../events.ts';
import { baseStyles } from '../../styles/base.styles.ts';
import { panelStyles } from '../../styles/panel.styles.ts';
import { NewestFirst } from '../../views/attention/newest-first.ts';
import { panelBar } from '../../views/panel-bar/panel-bar.ts';
import type { Moment } from '../chapter.ts';
import { toldAt } from '../moments.ts';
import { chapter } from './chapter.ts';
import './events.ts';
import {
  CHAIN,
  CHAIN_QUANTITIES,
  isFree,
  KEYS,
  keyOf,
  LAYERS,
  LAYERS_QUANTITIES,
  OTHER_EXAMPLES,
  rangeOf,
  withValues,
} from './networks.ts';
import { PANEL_VIEWS } from './panel-views.ts';
import {
  defaultsOf,
  isOfLayers,
  PANEL_NAMES,
  PANELS,
  type Panel,
  type Shown,
  shownAt,
  TELL_NAMES,
} from './panels.ts';
import { type Question, type Reading, read } from './reading.ts';
import { plainOf } from './symbols.ts';
import './views/chain-graph/chain-graph.ts';
import './views/neuron-layers/neuron-layers.ts';
import './views/number-lines/number-lines.ts';

const NUDGES = ['0.001', '0.01', '0.1', '0.5', '-0.1'] as const;

/** An entry of the address for each number that can be set by hand. */
const VALUES = Object.fromEntries(
  [...CHAIN_QUANTITIES, ...LAYERS_QUANTITIES]
    .filter(([, quantity]) => isFree(quantity))
    .map(([key, quantity]) => [key, between(...rangeOf(quantity))]),
);

/**
 * A picture of the network above, and one panel; every number comes from the engine, anew with each change.
 *
 * @property moment - of the video
 * @fires lab-stage-touch - the visitor operates the stage
 */
@customElement('lab-chapter-4-stage')
export class Chapter4Stage extends LitElement {
  static override styles = [
    baseStyles,
    panelStyles,
    css`
      .stack {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        align-content: start;
        gap: var(--space-l);
      }
    `,
  ];

  @property({ attribute: false }) moment!: Moment;

  /** The key of the symbol pointed at. */
  @state() private pointed?: string;

  readonly #lab = new StoreReader(this, labContext);
  readonly #digits = new StoreReader(this, digitsContext);
  readonly #page = new StoreReader(this, pageContext);
  readonly #choices = new StageChoices(this.#page, {
    show: {
      panel: oneOf(PANEL_NAMES),
      of: oneOf(KEYS),
      depth: whole(1, CHAIN.sizes.length - 1),
      lines: boolean,
      tell: oneOf(TELL_NAMES),
    },
    with: { nudge: oneOf(NUDGES), ...VALUES },
  });
  readonly #readings = new NewestFirst<Question, Reading>(this, (question) =>
    read(this.#digits.store.lab, question),
  );
  #asked = '';

  constructor() {
    super();
    this.addEventListener('lab-symbol', ({ symbol, pressed }) => {
      this.pointed = symbol;
      if (pressed && symbol !== undefined && KEYS.includes(symbol)) this.#put({ of: symbol });
    });
    this.addEventListener('lab-quantity', ({ key, value }) => {
      this.#choices.put({ with: { [key]: value } });
      this.#touch();
    });
  }

  protected override willUpdate(): void {
    if (!this.#lab.value.engine) return;
    const question = this.#question();
    const asked = JSON.stringify(question);
    if (asked === this.#asked) return;
    this.#asked = asked;
    this.#readings.put(question);
  }

  /** Whether what is drawn still is the answer to an earlier question. */
  protected override updated(): void {
    const { answer, error } = this.#readings;
    this.ariaBusy = String(!error && (!answer || JSON.stringify(answer.question) !== this.#asked));
  }

  protected override render() {
    const { answer, error } = this.#readings;
    const shown = this.#shown;
    const reading = answer && this.#fits(shown, answer) ? answer : undefined;
    return html`
      <p class="place">
        A network of this chapter’s own, small enough for pencil and paper: you set its numbers, the engine computes the rest
      </p>
      ${panelBar({
        panels: PANELS,
        shown: shown.panel,
        told: toldAt(chapter.moments, this.moment, shown.panel, (moment) => shownAt(moment).panel),
        choose: this.#choose,
      })}
      ${error ? html`<p class="note" role="alert">${error}</p>` : nothing}
      ${reading ? html`<div class=${this.#isNarrow(shown, reading) ? 'columns' : 'stack'}>${this.#picture(shown, reading)}<div class="stack">${this.#panel(shown, reading)}</div></div>` : html`<p class="data">The engine computes …</p>`}
    `;
  }

  /** The moment's, or where the visitor chose another panel that panel's; then each of their own choices. */
  get #shown(): Shown {
    const moment = shownAt(this.moment);
    const { panel = moment.panel, ...chosen } = this.#choices.show;
    const shown = { ...(panel === moment.panel ? moment : defaultsOf(panel)), ...chosen, panel };
    const several = isOfLayers(shown.of);
    if (panel === 'layers' && !several) return { ...shown, of: defaultsOf(panel).of };
    return panel === 'graph' && several ? { ...shown, of: defaultsOf(panel).of } : shown;
  }

  get #nudge(): number {
    return Number(this.#choices.with.nudge ?? '0.01');
  }

  #question(): Question {
    const { panel, of } = this.#shown;
    const several = isOfLayers(of);
    const base = withValues(several ? LAYERS : CHAIN, this.#choices.with as Record<string, number>);
    const quantity = (several ? LAYERS_QUANTITIES : CHAIN_QUANTITIES).get(of) as Quantity;
    const average = panel === 'average';
    return {
      network: average ? withOthers(base) : base,
      of: average ? sharedBy(quantity) : quantity,
      nudge: this.#nudge,
      all: panel === 'gradient',
    };
  }

  /** An answer about the other network, or about other examples, cannot stand in for the one to come. */
  #fits({ panel, of }: Shown, { question: { network, of: asked } }: Reading): boolean {
    return (
      isOfLayers(keyOf(asked, network)) === isOfLayers(of) &&
      (panel === 'average') === network.inputs.length > 1
    );
  }

  readonly #choose = (panel: Panel): void => {
    this.#put({ panel, of: undefined, depth: undefined, tell: undefined, lines: undefined });
  };

  #put(show: Readonly<Record<string, string | number | boolean | undefined>>): void {
    this.#choices.put({ show });
    this.#touch();
  }

  #picture(shown: Shown, reading: Reading): TemplateResult {
    const lit = this.pointed ?? shown.lit;
    const several = isOfLayers(shown.of);
    const { network, of } = reading.question;
    const slidden = [
      ...(isFree(of) ? [of] : []),
      ...(several ? [] : ([{ kind: 'y', layer: network.sizes.length - 1, neuron: 0 }] as const)),
    ].filter((quantity, i, all) => all.findIndex(({ kind }) => kind === quantity.kind) === i);
    return html`<section class="card" aria-label=${several ? 'Several neurons a layer' : 'One neuron a layer'}>
      ${
        several
          ? html`<lab-neuron-layers .reading=${reading} .lit=${lit}></lab-neuron-layers>`
          : html`<lab-chain-graph .reading=${reading} .depth=${this.#depth(shown, of)} .lit=${lit} .moves=${shown.lines && shown.panel !== 'average'}></lab-chain-graph>`
      }
      <div class="controls">
        <label>nudge ${plainOf(of, network)} by
          <select @change=${this.#setNudge}>
            ${NUDGES.map((nudge) => html`<option value=${nudge} ?selected=${Number(nudge) === this.#nudge}>${nudge.replace('-', '−')}</option>`)}
          </select></label>
        ${several || shown.panel === 'gradient' ? nothing : this.#depthPicker(shown, of)}
        ${this.#isChanged ? html`<button @click=${this.#reset}>Numbers as they were</button>` : nothing}
      </div>
      ${shown.panel === 'graph' ? nothing : html`<lab-number-lines .reading=${reading} .quantities=${slidden} .lit=${lit}></lab-number-lines>`}
      <p class="explained">
        ${
          several
            ? 'Each circle is a neuron with its activation, each line a weight. Press one to see all ways from it to the cost.'
            : 'Each box is a number, the arrows lead to what depends on it. Press one: it is nudged, and below each box stands how far it moves. A dot is as bright as its neuron.'
        }
      </p>
    </section>`;
  }

  /** Whether the picture leaves room beside it, for something to stand there. */
  #isNarrow(shown: Shown, { question: { of } }: Reading): boolean {
    const isAlone = shown.panel === 'graph' && shown.formulas === 'none' && !shown.lines;
    return !isAlone && (isOfLayers(shown.of) || this.#depth(shown, of) === 1);
  }

  /** Deep enough for the quantity asked about to be seen. */
  #depth({ depth, panel }: Shown, { kind, layer }: Quantity): number {
    const last = CHAIN.sizes.length - 1;
    const least = kind === 'a' ? last - layer : last - layer + 1;
    return panel === 'gradient' ? last : Math.min(last, Math.max(1, depth, least));
  }

  #depthPicker(shown: Shown, of: Quantity): TemplateResult {
    const last = CHAIN.sizes.length - 1;
    const set = ({ target }: Event) => this.#put({ depth: Number((target as HTMLSelectElement).value) });
    return html`<label>layers drawn
      <select @change=${set}>
        ${[1, 2, 3]
          .slice(0, last)
          .map(
            (depth) =>
              html`<option value=${depth} ?selected=${depth === this.#depth(shown, of)}>${depth === 1 ? 'the last' : depth === last ? 'all' : `the last ${depth}`}</option>`,
          )}
      </select></label>`;
  }

  readonly #setNudge = ({ target }: Event): void => {
    const nudge = (target as HTMLSelectElement).value as (typeof NUDGES)[number];
    this.#choices.put({ with: { nudge } });
    this.#touch();
  };

  get #isChanged(): boolean {
    return Object.keys(VALUES).some(
      (key) => (this.#choices.with as Record<string, unknown>)[key] !== undefined,
    );
  }

  readonly #reset = (): void => {
    this.#choices.put({ with: Object.fromEntries(Object.keys(VALUES).map((key) => [key, undefined])) });
    this.#touch();
  };

  #panel(shown: Shown, reading: Reading): TemplateResult {
    const first = CHAIN.sizes.length - 1 - this.#depth(shown, reading.question.of);
    const lit = this.pointed ?? shown.lit;
    return PANEL_VIEWS[shown.panel]({ shown, reading, lit, first, tell: (tell) => this.#put({ tell }) });
  }

  #touch(): void {
    this.dispatchEvent(new StageTouchEvent());
  }
}

/** The chain with more examples than the visitor's. */
function withOthers(network: SmallNetwork): SmallNetwork {
  return {
    ...network,
    inputs: [...network.inputs, ...OTHER_EXAMPLES.map(({ input }) => [input])],
    targets: [...network.targets, ...OTHER_EXAMPLES.map(({ target }) => [target])],
  };
}

/** Examples have weights and biases in common, nothing else: of another quantity, the weight of its layer. */
function sharedBy(quantity: Quantity): Quantity {
  const { kind, layer } = quantity;
  if (kind === 'w' || kind === 'b') return quantity;
  return { kind: 'w', layer: Math.max(1, layer), neuron: 0, from: 0 };
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-chapter-4-stage': Chapter4Stage;
  }
}
