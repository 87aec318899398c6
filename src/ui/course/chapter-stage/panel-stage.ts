// What the stages of all maps share: one picture, the map or a panel in its place, and a drawer of panels over it.

import { msg, str } from '@lit/localize';
import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { listen } from '../../events/element-event.ts';
import { StageInteractionEvent } from '../../events/index.ts';
import type { Rendered, Scene } from '../../stage/scene.ts';
import { pageContext } from '../../state/contexts.ts';
import { StageChoices } from '../../state/page/stage-choices.ts';
import { oneOf, type ParamSchemas } from '../../state/page/url-params.ts';
import { StoreController } from '../../state/store-controller.ts';
import type { Chapter, Moment } from '../chapter.ts';
import type { PanelGroup } from '../panel-bar/panel-bar.ts';
import '../panel-bar/panel-bar.ts';
import type { ChoiceParams } from './choice-event.ts';
import {
  groupsOf,
  offeredGroups,
  type PanelGroups,
  panelOfView,
  panelsFrom,
  panelsOf,
  type StagePanel,
} from './panel-groups.ts';
import { stageFrame } from './stage-frame.ts';

export interface PanelStageOptions<TPanel extends StagePanel> {
  readonly chapter: Chapter;
  readonly panels: PanelGroups<TPanel>;
  readonly choices: ChoiceParams;
  /** The panel's name in the address. */
  readonly panelParam?: string;
}

export abstract class PanelStage<TPanel extends StagePanel, TChoices extends object> extends LitElement {
  @property({ attribute: false }) moment!: Moment;

  /** Whether the visitor has closed the panel of the moment. */
  @state() private isClosed = false;
  /** Whether the drawer is open, which then has the panel that the visitor picks. */
  @state() private hasDrawer = false;

  protected readonly page = new StoreController(this, pageContext);
  protected readonly panels: Readonly<Record<string, TPanel>>;
  readonly #chapter: Chapter;
  /** All of them. */
  readonly panelGroups: readonly PanelGroup[];
  readonly panelParam: string;
  readonly #params: ChoiceParams;
  readonly #choices: StageChoices<ParamSchemas, ParamSchemas>;

  constructor({ chapter, panels, choices, panelParam = 'panel' }: PanelStageOptions<TPanel>) {
    super();
    this.panels = panelsOf(panels);
    this.#chapter = chapter;
    this.panelGroups = groupsOf(panels);
    this.panelParam = panelParam;
    const panel = oneOf(Object.keys(this.panels));
    this.#params = { ...choices, perMoment: { ...choices.perMoment, [panelParam]: panel } };
    this.#choices = new StageChoices(this.page, this.#params);
    listen(this, {
      'lab-panel': ({ panel }) => this.showPanel(panel),
      'lab-drawer': ({ isOpen }) => this.#openDrawer(isOpen),
      'lab-choice': ({ choices }) => this.choose(choices as Partial<TChoices>),
    });
  }

  /** What the visitor chose, last for the moment. */
  protected get choices(): TChoices {
    return { ...this.#choices.perChapter, ...this.#choices.perMoment } as TChoices;
  }

  /** Merges into the visitor's choices; undefined removes one. */
  protected choose(choices: Partial<TChoices>): void {
    const part = (isOfMoment: boolean) =>
      Object.fromEntries(
        Object.entries(choices).filter(([name]) => name in this.#params.perMoment === isOfMoment),
      );
    this.#choices.set({ perMoment: part(true), perChapter: part(false) });
    this.emitInteraction();
  }

  protected emitInteraction(): void {
    this.dispatchEvent(new StageInteractionEvent());
  }

  /** Key of the visitor's panel, or of the moment's, if it is offered. */
  protected get panel(): string {
    return this.#chosen ?? this.offeredPanels[0];
  }

  /** Undefined while none is open. */
  get openPanel(): string | undefined {
    const isMoments = this.panel === this.#panelOf(this.moment);
    const isOpen = this.#chosen !== undefined || (this.moment.isPanelOpen && isMoments && !this.isClosed);
    return isOpen ? this.panel : undefined;
  }

  /** Keys, with the moment's first. */
  get offeredPanels(): readonly string[] {
    return panelsFrom(this.#offered, this.#panelOf(this.moment));
  }

  get #offered(): readonly PanelGroup[] {
    return offeredGroups(this.panelGroups, this.page.value.lesson.panels);
  }

  /** The moment whose panel is shown: the video's, or the first with the panel that the visitor selected. */
  protected get shownMoment(): Moment {
    const { moment, panel } = this;
    return this.#panelOf(moment) === panel ? moment : (this.#firstWith(panel) ?? moment);
  }

  get #chosen(): string | undefined {
    return this.#choices.perMoment[this.panelParam] as string | undefined;
  }

  #panelOf({ view }: Moment): string | undefined {
    return panelOfView(this.panels, view);
  }

  #firstWith(panel: string): Moment | undefined {
    return this.#chapter.moments.find((moment) => this.#panelOf(moment) === panel);
  }

  /** Seconds at which the video shows the panel, unless it does so now. */
  get #startTime(): number | undefined {
    const { panel } = this;
    if (this.#panelOf(this.moment) === panel) return undefined;
    return this.#firstWith(panel)?.startTime ?? this.panels[panel].startTime;
  }

  /** A stage that was left does not draw: the map is the next one's. What it waited for may still arrive. */
  protected override shouldUpdate(): boolean {
    return this.isConnected;
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has('moment')) this.isClosed = false;
    if (!this.page.value.isExploring) this.hasDrawer = false;
  }

  /** What the visitor has set for the whole chapter, in words. */
  get differences(): readonly string[] {
    return Object.keys(this.#choices.perChapter).length > 0 ? [msg('your choices')] : [];
  }

  /** Takes back what the visitor has set. */
  reset(): void {
    this.page.store.update({ stage: { show: {}, with: {} } });
  }

  /** Takes back what lasts for the moment. */
  restore(): void {
    this.isClosed = false;
  }

  #openDrawer(isOpen: boolean): void {
    this.hasDrawer = isOpen;
    if (!isOpen && this.#chosen !== undefined)
      this.choose({ [this.panelParam]: undefined } as Partial<TChoices>);
  }

  /** The picture, the scene or the open panel in its place; above it `top`, over it the drawer, whose bar ends with `tools`. */
  protected renderWork(
    scene: Scene,
    {
      error,
      content,
      top,
      tools,
      isPanel = false,
    }: { error: string | undefined; content: Rendered; top: Rendered; tools?: Rendered; isPanel?: boolean },
  ): TemplateResult {
    const { hasDrawer } = this;
    const isOpen = this.openPanel !== undefined && !isPanel;
    const problem = error ? html`<p class="note" role="alert">${error}</p>` : nothing;
    const shown = html`${problem} ${isOpen ? content : nothing}`;
    // What the visitor picks there is in the drawer, the moment's own stays in the picture's place.
    const isDrawn = hasDrawer && this.#chosen !== undefined;
    const { isExploring } = this.page.value;
    const isOther = this.#chosen !== this.#panelOf(this.moment);
    return stageFrame({
      ...{ scene, top, isExploring },
      ...(!isDrawn && (isOpen || error) && { figure: shown }),
      ...(hasDrawer && { drawer: html`${this.#panelBar(tools)} ${isDrawn ? shown : nothing}` }),
      isWhole: this.#chosen !== undefined && (isExploring || isOther),
    });
  }

  /** Groups, and below them the panels of the shown one. */
  #panelBar(tools: Rendered): TemplateResult {
    const { panel } = this;
    const groups = this.#offered;
    const group = groups.find(({ panels }) => panel in panels);
    return html`<lab-panel-bar grouped .isClosed=${this.openPanel === undefined} .groups=${groups} .shown=${panel}>${tools}</lab-panel-bar>
      <lab-panel-bar
        .label=${msg(str`Panels of “${group?.label}”`)}
        .groups=${[{ panels: group?.panels ?? {} }]}
        .isClosed=${this.openPanel === undefined}
        .shown=${panel}
        .startTime=${this.#startTime}
      ></lab-panel-bar>`;
  }

  /** Opens a panel, or closes the open one. */
  showPanel(panel: string | undefined): void {
    if (panel === undefined) this.isClosed = true;
    this.choose({ [this.panelParam]: panel } as Partial<TChoices>);
  }
}
