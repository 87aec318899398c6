// Chapter 4's stage: two small networks computed by the engine, and the chain rule for each of their quantities.

import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { Quantity, SmallNetwork } from '../../../workers/rpc/api/lab-api.ts';
import { listen } from '../../events/element-event.ts';
import { StageInteractionEvent } from '../../events/index.ts';
import { digitsContext, labContext, pageContext } from '../../state/contexts.ts';
import { LatestOnlyTask } from '../../state/latest-only-task.ts';
import { StageChoices } from '../../state/page/stage-choices.ts';
import { boolean, integerBetween, numberBetween, oneOf } from '../../state/page/url-params.ts';
import { StoreController } from '../../state/store-controller.ts';
import { baseStyles } from '../../styles/base.styles.ts';
import { panelStyles } from '../../styles/panel.styles.ts';
import type { Moment } from '../chapter.ts';
import { startTimeOf } from '../moments.ts';
import { panelBar } from '../panel-bar/panel-bar.ts';
import { chapter } from './chapter.ts';
import './events.ts';
import {
  CHAIN,
  CHAIN_QUANTITIES,
  isEditable,
  KEYS,
  LAYERS,
  LAYERS_QUANTITIES,
  OTHER_EXAMPLES,
  quantityKey,
  rangeOf,
  withValues,
} from './networks.ts';
import { PANEL_VIEWS } from './panel-views.ts';
import {
  DETAIL_NAMES,
  defaultsOf,
  isLayeredKey,
  PANEL_NAMES,
  PANELS,
  type Panel,
  type StageSettings,
  settingsAt,
} from './panels.ts';
import { fetchStageData, type StageData, type StageRequest } from './stage-data.ts';
import { plainText } from './symbols.ts';
import './views/chain-graph/chain-graph.ts';
import './views/neuron-layers/neuron-layers.ts';
import './views/number-lines/number-lines.ts';

const NUDGES = ['0.001', '0.01', '0.1', '0.5', '-0.1'] as const;

/** One URL parameter for each editable number. */
const VALUE_ENTRIES = Object.fromEntries(
  [...CHAIN_QUANTITIES, ...LAYERS_QUANTITIES]
    .filter(([, quantity]) => isEditable(quantity))
    .map(([key, quantity]) => [key, numberBetween(...rangeOf(quantity))]),
);

/**
 * A graph of the network above one panel; the engine recomputes every number after each change.
 *
 * @property moment - Moment of the video.
 * @fires lab-stage-interaction - The visitor operates the stage.
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

  /** Key of the symbol under the pointer. */
  @state() private hoveredKey?: string;

  readonly #lab = new StoreController(this, labContext);
  readonly #digits = new StoreController(this, digitsContext);
  readonly #page = new StoreController(this, pageContext);
  readonly #choices = new StageChoices(this.#page, {
    perMoment: {
      panel: oneOf(PANEL_NAMES),
      of: oneOf(KEYS),
      depth: integerBetween(1, CHAIN.sizes.length - 1),
      lines: boolean,
      tell: oneOf(DETAIL_NAMES),
    },
    perChapter: { nudge: oneOf(NUDGES), ...VALUE_ENTRIES },
  });
  readonly #stageData = new LatestOnlyTask<StageRequest, StageData>(this, (request) =>
    fetchStageData(this.#digits.store.client, request),
  );
  #requestKey = '';

  constructor() {
    super();
    listen(this, {
      'lab-symbol': ({ symbol, isPressed }) => {
        this.hoveredKey = symbol;
        if (isPressed && symbol !== undefined && KEYS.includes(symbol)) this.#setSettings({ of: symbol });
      },
      'lab-quantity': ({ key, value }) => {
        this.#choices.set({ perChapter: { [key]: value } });
        this.#emitInteraction();
      },
    });
  }

  protected override willUpdate(): void {
    if (!this.#lab.value.engine) return;
    const request = this.#request();
    const requestKey = JSON.stringify(request);
    if (requestKey === this.#requestKey) return;
    this.#requestKey = requestKey;
    this.#stageData.run(request);
  }

  /** Whether the view still shows the result of an earlier request. */
  protected override updated(): void {
    const { value, error } = this.#stageData;
    this.ariaBusy = String(!error && (!value || JSON.stringify(value.request) !== this.#requestKey));
  }

  protected override render() {
    const { value, error } = this.#stageData;
    const shown = this.#settings;
    const stageData = value && this.#matches(shown, value) ? value : undefined;
    return html`
      <p class="model-status">
        A small network for this chapter. You set its numbers, and the engine computes the rest.
      </p>
      ${panelBar({
        panels: PANELS,
        shown: shown.panel,
        startTime: startTimeOf(
          chapter.moments,
          this.moment,
          shown.panel,
          (moment) => settingsAt(moment).panel,
        ),
        choose: this.#selectPanel,
      })}
      ${error ? html`<p class="note" role="alert">${error}</p>` : nothing}
      ${stageData ? html`<div class=${this.#isNarrow(shown, stageData) ? 'columns' : 'stack'}>${this.#renderPicture(shown, stageData)}<div class="stack">${this.#renderPanel(shown, stageData)}</div></div>` : html`<p class="data">Loading …</p>`}
    `;
  }

  /** Settings of the moment, or the defaults of another selected panel, overridden by the visitor's choices. */
  get #settings(): StageSettings {
    const moment = settingsAt(this.moment);
    const { panel = moment.panel, ...chosen } = this.#choices.perMoment;
    const shown = { ...(panel === moment.panel ? moment : defaultsOf(panel)), ...chosen, panel };
    const several = isLayeredKey(shown.of);
    if (panel === 'layers' && !several) return { ...shown, of: defaultsOf(panel).of };
    return panel === 'graph' && several ? { ...shown, of: defaultsOf(panel).of } : shown;
  }

  get #nudge(): number {
    return Number(this.#choices.perChapter.nudge ?? '0.01');
  }

  #request(): StageRequest {
    const { panel, of } = this.#settings;
    const several = isLayeredKey(of);
    const base = withValues(several ? LAYERS : CHAIN, this.#choices.perChapter as Record<string, number>);
    const quantity = (several ? LAYERS_QUANTITIES : CHAIN_QUANTITIES).get(of) as Quantity;
    const average = panel === 'average';
    return {
      network: average ? withOtherExamples(base) : base,
      of: average ? sharedQuantity(quantity) : quantity,
      nudge: this.#nudge,
      all: panel === 'gradient',
    };
  }

  /** Results for the other network or for other examples are discarded while the new ones load. */
  #matches(
    { panel, of }: StageSettings,
    { request: { network, of: requestedQuantity } }: StageData,
  ): boolean {
    return (
      isLayeredKey(quantityKey(requestedQuantity, network)) === isLayeredKey(of) &&
      (panel === 'average') === network.inputs.length > 1
    );
  }

  readonly #selectPanel = (panel: Panel): void => {
    this.#setSettings({ panel, of: undefined, depth: undefined, tell: undefined, lines: undefined });
  };

  #setSettings(perMoment: Readonly<Record<string, string | number | boolean | undefined>>): void {
    this.#choices.set({ perMoment });
    this.#emitInteraction();
  }

  #renderPicture(shown: StageSettings, stageData: StageData): TemplateResult {
    const lit = this.hoveredKey ?? shown.lit;
    const several = isLayeredKey(shown.of);
    const { network, of } = stageData.request;
    const adjustable = [
      ...(isEditable(of) ? [of] : []),
      ...(several ? [] : ([{ kind: 'y', layer: network.sizes.length - 1, neuron: 0 }] as const)),
    ].filter((quantity, i, all) => all.findIndex(({ kind }) => kind === quantity.kind) === i);
    return html`<section class="card" aria-label=${several ? 'Several neurons per layer' : 'One neuron per layer'}>
      ${
        several
          ? html`<lab-neuron-layers .data=${stageData} .lit=${lit}></lab-neuron-layers>`
          : html`<lab-chain-graph .data=${stageData} .depth=${this.#depth(shown, of)} .lit=${lit} .showsNudge=${shown.lines && shown.panel !== 'average'}></lab-chain-graph>`
      }
      <div class="controls">
        <label>nudge ${plainText(of, network)} by
          <select @change=${this.#setNudge}>
            ${NUDGES.map((nudge) => html`<option value=${nudge} ?selected=${Number(nudge) === this.#nudge}>${nudge.replace('-', '−')}</option>`)}
          </select></label>
        ${several || shown.panel === 'gradient' ? nothing : this.#depthPicker(shown, of)}
        ${this.#hasEdits ? html`<button @click=${this.#reset}>Reset values</button>` : nothing}
      </div>
      ${shown.panel === 'graph' ? nothing : html`<lab-number-lines .data=${stageData} .quantities=${adjustable} .lit=${lit}></lab-number-lines>`}
      <p class="explained">
        ${
          several
            ? 'Each circle is a neuron with its activation, each line a weight. Select one to see all paths from it to the cost.'
            : 'Each box is a quantity, and arrows lead to quantities that depend on it. Select one to nudge it: the change of each quantity is below its box. The brightness of a dot is the neuron’s activation.'
        }
      </p>
    </section>`;
  }

  /** Whether the graph leaves room for a column beside it. */
  #isNarrow(shown: StageSettings, { request: { of } }: StageData): boolean {
    const isAlone = shown.panel === 'graph' && shown.formulas === 'none' && !shown.lines;
    return !isAlone && (isLayeredKey(shown.of) || this.#depth(shown, of) === 1);
  }

  /** Depth that includes the selected quantity. */
  #depth({ depth, panel }: StageSettings, { kind, layer }: Quantity): number {
    const last = CHAIN.sizes.length - 1;
    const least = kind === 'a' ? last - layer : last - layer + 1;
    return panel === 'gradient' ? last : Math.min(last, Math.max(1, depth, least));
  }

  #depthPicker(shown: StageSettings, of: Quantity): TemplateResult {
    const last = CHAIN.sizes.length - 1;
    const set = ({ target }: Event) =>
      this.#setSettings({ depth: Number((target as HTMLSelectElement).value) });
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
    this.#choices.set({ perChapter: { nudge } });
    this.#emitInteraction();
  };

  get #hasEdits(): boolean {
    return Object.keys(VALUE_ENTRIES).some(
      (key) => (this.#choices.perChapter as Record<string, unknown>)[key] !== undefined,
    );
  }

  readonly #reset = (): void => {
    this.#choices.set({
      perChapter: Object.fromEntries(Object.keys(VALUE_ENTRIES).map((key) => [key, undefined])),
    });
    this.#emitInteraction();
  };

  #renderPanel(shown: StageSettings, data: StageData): TemplateResult {
    const firstLayer = CHAIN.sizes.length - 1 - this.#depth(shown, data.request.of);
    const lit = this.hoveredKey ?? shown.lit;
    return PANEL_VIEWS[shown.panel]({
      shown,
      data,
      lit,
      firstLayer,
      selectDetail: (tell) => this.#setSettings({ tell }),
    });
  }

  #emitInteraction(): void {
    this.dispatchEvent(new StageInteractionEvent());
  }
}

/** The chain with more examples than the visitor's. */
function withOtherExamples(network: SmallNetwork): SmallNetwork {
  return {
    ...network,
    inputs: [...network.inputs, ...OTHER_EXAMPLES.map(({ input }) => [input])],
    targets: [...network.targets, ...OTHER_EXAMPLES.map(({ target }) => [target])],
  };
}

/** With several examples only weights and biases can be selected; any other quantity selects the weight of its layer. */
function sharedQuantity(quantity: Quantity): Quantity {
  const { kind, layer } = quantity;
  if (kind === 'w' || kind === 'b') return quantity;
  return { kind: 'w', layer: Math.max(1, layer), neuron: 0, from: 0 };
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-chapter-4-stage': Chapter4Stage;
  }
}
