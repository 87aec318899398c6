// Chapter 4's stage: two small networks computed by the engine, and the chain rule for each of their quantities.

import { msg, str } from '@lit/localize';
import { css, html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { Quantity, SmallNetwork } from '../../../workers/rpc/api/lab-api.ts';
import { listen } from '../../events/element-event.ts';
import { StageInteractionEvent } from '../../events/index.ts';
import { localDecimal } from '../../format/numbers.ts';
import { digitsContext, labContext, pageContext } from '../../state/contexts.ts';
import { LatestOnlyTask } from '../../state/latest-only-task.ts';
import { StageChoices } from '../../state/page/stage-choices.ts';
import { numberBetween, oneOf } from '../../state/page/url-params.ts';
import { StoreController } from '../../state/store-controller.ts';
import { baseStyles } from '../../styles/base.styles.ts';
import { panelStyles } from '../../styles/panel.styles.ts';
import type { Moment } from '../chapter.ts';
import { chapterStageStyles } from '../chapter-stage/chapter-stage.styles.ts';
import { offeredGroups, panelsFrom } from '../chapter-stage/panel-groups.ts';
import { stageFrame } from '../chapter-stage/stage-frame.ts';
import { startTimeOf } from '../moments.ts';
import '../panel-bar/panel-bar.ts';
import { chapter } from './chapter.ts';
import '../../scenes/chain/events.ts';
import { ChainScene } from '../../scenes/chain/chain-scene.ts';
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
} from '../../scenes/chain/networks.ts';
import { type ChainShot, hasPart } from '../../scenes/chain/shot.ts';
import type { StageData, StageRequest } from '../../scenes/chain/stage-data.ts';
import { plainText } from '../../scenes/chain/symbols.ts';
import { fetchStageData } from './fetch-stage-data.ts';
import { formulasAt } from './formulas.ts';
import { FIGURE_STYLES, PANEL_VIEWS } from './panel-views.ts';
import {
  DETAIL_NAMES,
  defaultsOf,
  isLayeredKey,
  PANEL_NAMES,
  PANEL_SHOTS,
  PANELS,
  type StageSettings,
  settingsAt,
} from './panels.ts';

const NUDGES = ['0.001', '0.01', '0.1', '0.5', '-0.1'] as const;

/** One URL parameter for each editable number. */
const VALUE_ENTRIES = Object.fromEntries(
  [...CHAIN_QUANTITIES, ...LAYERS_QUANTITIES]
    .filter(([, quantity]) => isEditable(quantity))
    .map(([key, quantity]) => [key, numberBetween(...rangeOf(quantity))]),
);

const GROUPS = PANEL_NAMES.map((panel) => ({ label: PANELS[panel], panels: { [panel]: PANELS[panel] } }));

/**
 * The picture of the network, and one panel beside it; the engine recomputes every number after each change.
 *
 * @property moment - Moment of the video.
 * @fires lab-stage-interaction - The visitor operates the stage.
 */
@customElement('lab-chapter-4-stage')
export class Chapter4Stage extends LitElement {
  static override styles = [
    baseStyles,
    panelStyles,
    chapterStageStyles,
    ...FIGURE_STYLES,
    css`
      /* Formulas, too. */
      @media (min-width: 53.75em) and (min-height: 35em) {
        lab-stage {
          --stage-bottom: 9.75rem;
        }
      }

      label {
        display: flex;
        align-items: center;
        gap: var(--space-xs);
        color: var(--muted);
        font-size: var(--size-small);
      }
    `,
  ];

  @property({ attribute: false }) moment!: Moment;

  readonly panelGroups = GROUPS;
  readonly panelParam = 'panel';

  /** Key of the symbol under the pointer. */
  @state() private hoveredKey?: string;
  @state() private hasDrawer = false;

  readonly #lab = new StoreController(this, labContext);
  readonly #digits = new StoreController(this, digitsContext);
  readonly #page = new StoreController(this, pageContext);
  readonly #choices = new StageChoices(this.#page, {
    perMoment: { panel: oneOf(PANEL_NAMES), of: oneOf(KEYS), tell: oneOf(DETAIL_NAMES) },
    perChapter: { nudge: oneOf(NUDGES), ...VALUE_ENTRIES },
  });
  readonly #stageData = new LatestOnlyTask<StageRequest, StageData>(this, (request) =>
    fetchStageData(this.#digits.store.client, request),
  );
  readonly #scene = new ChainScene();
  #requestKey = '';
  #pictured?: { readonly data: StageData; readonly shot: ChainShot; readonly formulas: readonly string[] };
  #playedMoment?: Moment;

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
      'lab-panel': ({ panel }) => this.showPanel(panel),
      'lab-drawer': ({ isOpen }) => {
        this.hasDrawer = isOpen;
        if (!isOpen) this.showPanel(undefined);
      },
    });
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('moment')) this.hoveredKey = undefined;
    if (!this.#page.value.isExploring) this.hasDrawer = false;
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
    const data = value && this.#matches(value) ? value : undefined;
    const isOpen = this.openPanel !== undefined;
    const problem = error ? html`<p class="note" role="alert">${error}</p>` : nothing;
    const panel = html`${problem} ${isOpen && data ? this.#renderPanel(shown, data) : nothing}`;
    return stageFrame({
      ...{ scene: this.#shownScene(shown, data), isExploring: this.#page.value.isExploring },
      ...{ top: html`${this.#renderHint()}`, slotted: this.#renderControls() },
      ...(this.hasDrawer
        ? { drawer: html`${this.#panelBar(shown)} ${panel}` }
        : (isOpen || error) && { figure: panel, isWhole: true }),
    });
  }

  /** What can be dragged: where only names or curves are drawn, nothing. */
  #renderHint(): string {
    const { at, isBare } = this.#nextShot();
    if (isBare || at === 'curve' || at === 'examples') return msg('A small network.');
    return at === 'layers'
      ? msg('A small network. Drag an input or a target, and all that depends on it follows.')
      : msg('A small network. Drag a weight, a bias or the target, and all that depends on it follows.');
  }

  /** The picture keeps what it shows until the numbers of the next are there. */
  #shownScene(shown: StageSettings, data: StageData | undefined): ChainScene {
    if (data) this.#pictured = { data, shot: this.#keptShot(), formulas: formulasAt(shown, data) };
    return this.#scene.show({
      data: this.#pictured?.data,
      shot: this.#pictured?.shot ?? PANEL_SHOTS.graph,
      lit: this.hoveredKey ?? shown.lit,
      formulas: this.#pictured?.formulas ?? [],
    });
  }

  #renderControls(): TemplateResult {
    const { of, network } = this.#pictured?.data.request ?? {};
    return html`
      ${
        of && network
          ? html`<label slot="nudge">${msg('by')}
            <select aria-label=${msg(str`Nudge of ${plainText(of, network)}`)} @change=${this.#setNudge}>
              ${NUDGES.map((nudge) => html`<option value=${nudge} ?selected=${Number(nudge) === this.#nudge}>${localDecimal(nudge).replace('-', '−')}</option>`)}
            </select></label>`
          : nothing
      }
      ${this.#hasEdits ? html`<button @click=${this.#reset}>${msg('Reset values')}</button>` : nothing}
    `;
  }

  /** The same object until the moment or the picture changes: a new one plays. */
  #keptShot(): ChainShot {
    const next = this.#nextShot();
    const known = this.#pictured?.shot;
    const isKnown = this.#playedMoment === this.moment && JSON.stringify(next) === JSON.stringify(known);
    this.#playedMoment = this.moment;
    return isKnown && known ? known : { ...next };
  }

  /** The moment's picture; of a quantity that the visitor selects, its nudge; of another panel, that of the panel. */
  #nextShot(): ChainShot {
    const { panel, of } = this.#choices.perMoment;
    const own = settingsAt(this.moment);
    const shown = this.#settings;
    const isOther = (panel ?? own.panel) !== own.panel || isLayeredKey(shown.of) !== isLayeredKey(own.of);
    const shot = isOther
      ? isLayeredKey(shown.of) && shown.panel !== 'gradient'
        ? PANEL_SHOTS.layers
        : PANEL_SHOTS[shown.panel]
      : (this.moment.chain ?? PANEL_SHOTS[own.panel]);
    if (of === undefined || shot.at === 'examples') return shot;
    const added = isLayeredKey(shown.of) ? 'products' : 'nudge';
    const parts = shot.parts ?? [];
    return {
      ...shot,
      isBare: false,
      parts: parts.includes(added) ? parts : [...parts, added],
      play: 'nudge',
    };
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
    const { of } = this.#settings;
    const shot = this.#nextShot();
    const several = isLayeredKey(of);
    const base = withValues(several ? LAYERS : CHAIN, this.#choices.perChapter as Record<string, number>);
    const quantity = (several ? LAYERS_QUANTITIES : CHAIN_QUANTITIES).get(of) as Quantity;
    const average = shot.at === 'examples';
    return {
      network: average ? withOtherExamples(base) : base,
      of: average ? sharedQuantity(quantity) : quantity,
      nudge: this.#nudge,
      all: hasPart(shot, 'gradient') || shot.play === 'parameters' || this.#settings.panel === 'gradient',
    };
  }

  /** Results for the other network or for other examples are discarded while the new ones load. */
  #matches({ request: { network, of, all } }: StageData): boolean {
    const now = this.#request();
    return (
      now.network.inputs.length === network.inputs.length &&
      now.all === all &&
      quantityKey(now.of, now.network) === quantityKey(of, network)
    );
  }

  get offeredPanels(): readonly string[] {
    return panelsFrom(offeredGroups(GROUPS, this.#page.value.lesson.panels), settingsAt(this.moment).panel);
  }

  get differences(): readonly string[] {
    return this.#hasEdits ? [msg('your values')] : [];
  }

  readonly reset = (): void => {
    this.#page.store.update({ stage: { show: {}, with: {} } });
  };

  restore(): void {}

  get openPanel(): string | undefined {
    return this.#choices.perMoment.panel;
  }

  /** Opens a panel, or closes the open one. */
  showPanel(panel: string | undefined): void {
    this.#setSettings({ panel, of: undefined, tell: undefined });
  }

  #setSettings(perMoment: Readonly<Record<string, string | number | boolean | undefined>>): void {
    this.#choices.set({ perMoment });
    this.#emitInteraction();
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

  /** All panels, and below them the open one with its time in the video. */
  #panelBar({ panel }: StageSettings): TemplateResult {
    const isOpen = this.openPanel !== undefined;
    const groups = offeredGroups(this.panelGroups, this.#page.value.lesson.panels);
    const panelOf = (moment: Moment) => settingsAt(moment).panel;
    const bar = html`<lab-panel-bar
      .label=${msg(str`Panels of “${PANELS[panel]}”`)}
      .groups=${[{ panels: { [panel]: PANELS[panel] } }]}
      .shown=${panel}
      .startTime=${startTimeOf(chapter.moments, this.moment, panel, panelOf)}
    ></lab-panel-bar>`;
    return html`<lab-panel-bar grouped .isClosed=${!isOpen} .groups=${groups} .shown=${panel}></lab-panel-bar> ${isOpen ? bar : nothing}`;
  }

  #renderPanel(shown: StageSettings, data: StageData): TemplateResult {
    return PANEL_VIEWS[shown.panel]({
      ...{ shown, data, lit: this.hoveredKey ?? shown.lit },
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
