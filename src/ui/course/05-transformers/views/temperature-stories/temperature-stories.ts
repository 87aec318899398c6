// One prompt, gone on with at several temperatures: from the most predictable story to nonsense.

import { html, LitElement } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { formatPercent } from '../../../../format/numbers.ts';
import { formatSignificant } from '../../../../format/quantities.ts';
import { tokenLabel } from '../../../../format/token-label.ts';
import { baseStyles } from '../../../../styles/base.styles.ts';
import { seedControl } from '../../controls.ts';
import type { Sampling } from '../../events.ts';
import { panelStyles } from '../../panel.styles.ts';
import type { Story } from '../../stage-data.ts';

/**
 * @property stories - coldest first
 * @property sampling - the seed
 * @fires lab-sampling - another seed
 */
@customElement('lab-temperature-stories')
export class TemperatureStories extends LitElement {
  static override styles = [baseStyles, panelStyles];

  @property({ attribute: false }) stories: readonly Story[] = [];
  @property({ attribute: false }) sampling: Sampling = { temperature: 1, seed: 1 };

  override render() {
    return html`
      <section class="card" aria-label="The same prompt, cold and hot">
        <h2>The same prompt, from cold to hot</h2>
        <div class="controls">${seedControl(this, this.sampling)}</div>
        ${this.stories.map((story) => this.#story(story))}
        <p class="explained">
          Yellow: what your model wrote; point at a token to see how probable it was when it was drawn. Most services allow
          T up to 2. The last draws at T = 5 from the 20 likeliest tokens only, as the video’s hot story does.
        </p>
      </section>
    `;
  }

  #story({ temperature, tokens }: Story) {
    const product = tokens.reduce((sum, { probability }) => sum + Math.log(probability), 0);
    const mean = Math.exp(product / Math.max(1, tokens.length));
    return html`<div class="story">
      <p>
        <b>T = ${formatSignificant(temperature)}</b>${temperature === 0 ? ', always the likeliest' : ''}:
        <span class="explained">a token’s chance was ${formatPercent(mean)}, in geometric mean</span>
      </p>
      <ol class="tokens">
        ${tokens.map(
          ({ text, probability }) =>
            html`<li class="new" title="its chance when it was drawn: ${formatPercent(probability)}">${tokenLabel(text)}</li>`,
        )}
      </ol>
    </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-temperature-stories': TemperatureStories;
  }
}
