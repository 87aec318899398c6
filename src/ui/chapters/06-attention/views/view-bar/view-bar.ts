// The way through the stage: its groups of views, the views of one, and the head they are about.

import { html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { ModelConfig } from '../../../../../workers/lab-api.ts';
import type { Focus } from '../../../../controllers/page-state.ts';
import { FocusChangeEvent, SeekEvent } from '../../../../events.ts';
import { baseStyles } from '../../../../styles/base.styles.ts';
import { clockTime } from '../../../../views/clock-time.ts';
import { ChoiceEvent } from '../../events.ts';
import { panelStyles } from '../../panel.styles.ts';
import { GROUPS, type Group, toldAt, VIEWS, type ViewName, viewsOf } from '../../stage-views.ts';
import { viewBarStyles } from './view-bar.styles.ts';

/**
 * @property view - the one on stage
 * @property at - when the video's moment begins, in seconds; a view told at another time says when
 * @property model - sizes, for the heads to choose from
 * @property chosen - the head in focus, one of these
 * @property place - what the numbers on stage belong to, in words
 * @fires lab-choice - another view
 * @fires lab-focus - another head
 * @fires lab-seek - to where the video tells of the view
 */
@customElement('lab-view-bar')
export class ViewBar extends LitElement {
  static override styles = [baseStyles, panelStyles, viewBarStyles];

  @property() view: ViewName = 'pattern';
  @property({ type: Number }) at = 0;
  @property({ attribute: false }) model!: ModelConfig;
  @property({ attribute: false }) chosen!: Pick<Focus, 'layer' | 'head'>;
  @property() place = '';

  override render() {
    const { view } = this;
    const { group } = VIEWS[view];
    const views = viewsOf(group);
    return html`<nav aria-label="Views of this chapter">
      <div class="top">
        <div class="pills groups" role="group" aria-label="What to look at">
          ${(Object.entries(GROUPS) as [Group, string][]).map(([name, label]) =>
            this.#pill(label, name === group, viewsOf(name)[0]),
          )}
        </div>
        ${this.#headPicker()}
      </div>
      <div class="pills views" role="group" aria-label="Views of “${GROUPS[group]}”">
        ${views.length > 1 ? views.map((name) => this.#pill(VIEWS[name].label, name === view, name)) : nothing}
        <span class="place">${this.place}</span>
        ${this.#inTheVideo(toldAt(view))}
      </div>
    </nav>`;
  }

  /** Where a row is moved sideways, what is chosen is in sight; the page itself stays. */
  protected override updated(): void {
    for (const row of this.renderRoot.querySelectorAll('.pills')) {
      const chosen = row.querySelector<HTMLElement>('[aria-pressed="true"]');
      if (chosen && row.scrollWidth > row.clientWidth)
        row.scrollLeft = chosen.offsetLeft - (row.clientWidth - chosen.offsetWidth) / 2;
    }
  }

  #pill(label: string, pressed: boolean, view: ViewName) {
    const show = () => this.dispatchEvent(new ChoiceEvent({ view }));
    return html`<button aria-pressed=${pressed} @click=${show}>${label}</button>`;
  }

  #inTheVideo(at: number | undefined) {
    if (at === undefined || at === this.at) return nothing;
    const seek = () => this.dispatchEvent(new SeekEvent(at));
    return html`<button class="plain" @click=${seek}>at ${clockTime(at)} in the video</button>`;
  }

  #headPicker() {
    const { L, H } = this.model;
    const pick = ({ target }: Event) => {
      const index = Number((target as HTMLSelectElement).value);
      this.dispatchEvent(new FocusChangeEvent({ layer: Math.floor(index / H), head: index % H }));
    };
    const index = this.chosen.layer * H + this.chosen.head;
    return html`<label class="pick">
      Head
      <select name="head" title="layer and place in it" @change=${pick}>
        ${Array.from(
          { length: L * H },
          (_, i) =>
            html`<option value=${i} .selected=${i === index}>${Math.floor(i / H) + 1}.${(i % H) + 1}</option>`,
        )}
      </select>
    </label>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-view-bar': ViewBar;
  }
}
