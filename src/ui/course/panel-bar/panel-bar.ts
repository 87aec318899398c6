// The bar that selects a panel of the stage and links to the panel's time in the video.

import { msg, str } from '@lit/localize';
import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { PanelPickEvent, SeekEvent } from '../../events/index.ts';
import { formatTimestamp } from '../../format/timestamp.ts';
import { baseStyles } from '../../styles/base.styles.ts';
import { panelBarStyles } from './panel-bar.styles.ts';

/** A group of panels: labels by key. */
export interface PanelGroup {
  readonly label?: string;
  readonly panels: Readonly<Record<string, string>>;
}

/**
 * A bar of buttons, one for each panel.
 *
 * @property label - Name of the bar.
 * @property groups - All panels; one group without a label if there are few.
 * @property shown - Key of the panel on the stage.
 * @property startTime - Time of the shown panel in the video, in seconds; undefined at that time.
 * @property isClosed - Whether the shown panel is closed: no button is pressed.
 * @property grouped - Whether there is a button for each group, which selects its first panel.
 * @slot - Content at the end of the row.
 * @fires lab-panel - The visitor selects a panel.
 * @fires lab-seek - The visitor selects the panel's time in the video.
 */
@customElement('lab-panel-bar')
export class PanelBar extends LitElement {
  static override styles = [baseStyles, panelBarStyles];

  @property() label = msg('Panels of this chapter');
  @property({ attribute: false }) groups: readonly PanelGroup[] = [];
  @property() shown = '';
  @property({ attribute: false }) startTime?: number;
  @property({ type: Boolean }) grouped = false;
  @property({ attribute: false }) isClosed = false;

  readonly #resizeObserver = new ResizeObserver(() => this.#scrollToChosen());

  override connectedCallback(): void {
    super.connectedCallback();
    this.#resizeObserver.observe(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#resizeObserver.disconnect();
  }

  protected override render() {
    const { groups, shown } = this;
    if (!this.grouped)
      return html`<nav aria-label=${this.label}>
        <div class="row" role="group" aria-label=${msg('Panels')}>
          ${groups.map(({ label, panels }) => html`${label ? html`<span>${label}</span>` : nothing}${this.#buttons(panels)}`)}
          ${this.#seekButton()}
        </div>
        <slot></slot>
      </nav>`;
    return html`<nav class="folded" aria-label=${this.label}>
      <div class="row" role="group" aria-label=${msg('Panels')}>
        ${groups.map(({ label = '', panels }) => this.#button(label, shown in panels && !this.isClosed, Object.keys(panels)[0]))}
      </div>
      <slot></slot>
    </nav>`;
  }

  /** A page that trains renders many times a second: between two selections the row stays where the visitor scrolled it. */
  protected override updated(changed: PropertyValues<this>): void {
    if (changed.has('shown') || changed.has('isClosed')) this.#scrollToChosen();
  }

  /** Scrolls the row, not the page, to the selected button. */
  #scrollToChosen(): void {
    for (const row of this.renderRoot.querySelectorAll('.row')) {
      const chosen = row.querySelector<HTMLElement>('[aria-pressed="true"]');
      if (chosen && row.scrollWidth > row.clientWidth)
        row.scrollLeft = chosen.offsetLeft - (row.clientWidth - chosen.offsetWidth) / 2;
    }
  }

  #buttons(panels: Readonly<Record<string, string>>): TemplateResult[] {
    return Object.entries(panels).map(([panel, label]) =>
      this.#button(label, panel === this.shown && !this.isClosed, panel),
    );
  }

  #button(label: string, pressed: boolean, panel: string): TemplateResult {
    const pick = () => this.dispatchEvent(new PanelPickEvent(panel));
    return html`<button aria-pressed=${pressed} @click=${pick}>${label}</button>`;
  }

  #seekButton(): TemplateResult | typeof nothing {
    const { startTime } = this;
    if (startTime === undefined) return nothing;
    const seek = () => this.dispatchEvent(new SeekEvent(startTime));
    return html`<button class="video-time" @click=${seek}>${msg(str`at ${formatTimestamp(startTime)} in the video`)}</button>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-panel-bar': PanelBar;
  }
}
