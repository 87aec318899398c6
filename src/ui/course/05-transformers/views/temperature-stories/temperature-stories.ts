// Continuations of one prompt at several temperatures.

import { msg, str } from '@lit/localize';
import { html, LitElement } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Generation } from '../../../../../workers/rpc/api/lab-api.ts';
import { formatPercent } from '../../../../format/numbers.ts';
import { formatSignificant } from '../../../../format/quantities.ts';
import { tokenLabel } from '../../../../format/token-label.ts';
import { baseStyles } from '../../../../styles/base.styles.ts';
import type { Sampling } from '../../choices.ts';
import { seedControl } from '../../controls.ts';
import { panelStyles } from '../../panel.styles.ts';

/** A story generated at one temperature. */
interface Story extends Generation {
  readonly temperature: number;
}

/**
 * One story for each temperature.
 *
 * @property stories - The lowest temperature first.
 * @property sampling - The seed.
 * @fires lab-choice - The visitor changes the seed.
 */
@customElement('lab-temperature-stories')
export class TemperatureStories extends LitElement {
  static override styles = [baseStyles, panelStyles];

  @property({ attribute: false }) stories: readonly Story[] = [];
  @property({ attribute: false }) sampling: Sampling = { temperature: 1, seed: 1 };

  override render() {
    return html`
      <section class="card" aria-label=${msg('Stories by temperature')}>
        <h2>${msg('The same prompt, continued at several temperatures')}</h2>
        <div class="controls">${seedControl(this, this.sampling)}</div>
        ${this.stories.map((story) => this.#story(story))}
        <p class="explained">
          ${msg('Generated tokens are yellow. Point at a token to see its probability when it was sampled. Most services allow T up to 2. The last story samples at T = 5 from the 20 most probable tokens only, as in the video.')}
        </p>
      </section>
    `;
  }

  #story({ temperature, tokens }: Story) {
    const product = tokens.reduce((sum, { probability }) => sum + Math.log(probability), 0);
    const mean = Math.exp(product / Math.max(1, tokens.length));
    return html`<div class="story">
      <p>
        <b>T = ${formatSignificant(temperature)}</b>${temperature === 0 ? msg(', always the most probable token') : ''}:
        <span class="explained">${msg(str`geometric mean of the token probabilities: ${formatPercent(mean)}`)}</span>
      </p>
      <ol class="tokens">
        ${tokens.map(
          ({ text, probability }) =>
            html`<li class="new" title=${msg(str`sampled with probability ${formatPercent(probability)}`)}>${tokenLabel(text)}</li>`,
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
