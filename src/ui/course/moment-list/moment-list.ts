// The moments of a chapter's video: a list grouped by its parts.

import { msg, str } from '@lit/localize';
import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { SeekEvent } from '../../events/index.ts';
import { formatTimestamp } from '../../format/timestamp.ts';
import { baseStyles } from '../../styles/base.styles.ts';
import { checkIcon } from '../../styles/icons.ts';
import type { Moment, Section } from '../chapter.ts';
import { groupMomentsBySection } from '../moments.ts';
import { momentListStyles } from './moment-list.styles.ts';

/**
 * A list of moments. The current one shows its text.
 *
 * @slot - Content below the moments. *
 * @property sections - Parts of the video.
 * @property moments - Moments in chronological order.
 * @property current - Index of the current moment.
 * @property watched - Indices of the watched moments.
 * @property asked - Indices of moments that have a question.
 * @fires lab-seek - The visitor picks a moment or a part.
 */
@customElement('lab-moment-list')
export class MomentList extends LitElement {
  static override styles = [baseStyles, momentListStyles];

  @property({ attribute: false }) sections: readonly Section[] = [];
  @property({ attribute: false }) moments: readonly Moment[] = [];
  @property({ attribute: false }) current = 0;
  @property({ attribute: false }) watched: readonly number[] = [];
  @property({ attribute: false }) asked: readonly number[] = [];

  /** A phone that turns shows the other layout. */
  readonly #resizeObserver = new ResizeObserver(() => this.showCurrent());

  override connectedCallback(): void {
    super.connectedCallback();
    this.#resizeObserver.observe(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#resizeObserver.disconnect();
  }

  protected override render() {
    return html`${groupMomentsBySection(this).map(
      ({ section, indices }) => html`<section>
        ${this.#heading(section, indices)}
        <ol>${indices.map((index) => this.#moment(this.moments[index], index))}</ol>
      </section>`,
    )}<slot></slot>`;
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (changed.has('current')) this.showCurrent();
  }

  /** Scrolls this list only; `scrollIntoView` would scroll the page too. The moment before, or the part's heading, is then on top. */
  showCurrent(): void {
    const item = this.renderRoot.querySelector<HTMLElement>('.current');
    if (!item) return;
    const { offsetTop: top, offsetHeight: height } = item;
    const { scrollTop, clientHeight } = this;
    const section = item.closest('section');
    const covered = section?.querySelector('h3')?.offsetHeight ?? 0;
    const inSight = top - covered >= scrollTop && top + height <= scrollTop + clientHeight;
    if (inSight) return;
    const before = item.previousElementSibling as HTMLElement | null;
    this.scrollTop = before ? before.offsetTop - covered : (section?.offsetTop ?? top);
  }

  #heading({ startTime, title }: Section, indices: readonly number[]): TemplateResult {
    const watched = indices.filter((index) => this.watched.includes(index)).length;
    const count =
      indices.length === 0
        ? nothing
        : html`<span class="count numbers" title=${msg('moments watched')}>${watched} / ${indices.length}</span>`;
    return html`<h3>
      <button title=${msg(str`Go to ${formatTimestamp(startTime)}`)} @click=${() => this.dispatchEvent(new SeekEvent(startTime))}>${title}</button>${count}
    </h3>`;
  }

  #moment({ startTime, title, text }: Moment, index: number): TemplateResult {
    const current = index === this.current;
    return html`<li class=${current ? 'current' : ''}>
      <button aria-current=${current ? 'true' : 'false'} @click=${() => this.dispatchEvent(new SeekEvent(startTime))}>
        <span class="time numbers">${formatTimestamp(startTime)}</span>
        <span class="title">${title}</span>
        <span class="marks">
          ${this.asked.includes(index) ? html`<span class="asked" title=${msg('has a question')}>?<span class="visually-hidden">${msg('has a question')}</span></span>` : ''}
          ${this.watched.includes(index) ? html`${checkIcon}<span class="visually-hidden">${msg('watched')}</span>` : ''}
        </span>
      </button>
      <p>${text}</p>
    </li>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-moment-list': MomentList;
  }
}
