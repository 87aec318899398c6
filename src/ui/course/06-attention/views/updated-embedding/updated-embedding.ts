// What one layer's attention does to every token: E, what is added, and E′, as strips of colour.

import { html, LitElement } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { HeadTraceResult } from '../../../../../workers/rpc/api/lab-api.ts';
import { FocusChangeEvent } from '../../../../events/index.ts';
import { formatPercent } from '../../../../format/numbers.ts';
import { tokenLabel } from '../../../../format/token-label.ts';
import { baseStyles } from '../../../../styles/base.styles.ts';
import { panelStyles } from '../../panel.styles.ts';
import { addVectors, maxAbs, norm, rowOf } from '../../vector-math.ts';
import { vectorStrip } from '../../vector-strip.ts';

/**
 * @property headTrace - the head's numbers, and with them its layer's
 * @property layer - from 0
 * @fires lab-focus - another query
 */
@customElement('lab-updated-embedding')
export class UpdatedEmbedding extends LitElement {
  static override styles = [baseStyles, panelStyles];

  @property({ attribute: false }) headTrace!: HeadTraceResult;
  @property({ type: Number }) layer = 0;

  override render() {
    const { tokens, stream, out, query } = this.headTrace;
    const C = stream.length / tokens.length;
    // What is added can be far smaller than what it is added to: it has a range of its own.
    const [extent, change] = [maxAbs(stream) / 2, maxAbs(out) / 2];
    return html`
      <section class="card" aria-label="E to E′">
        <h2>E → E′: what the attention of layer ${this.layer + 1} makes of every token</h2>
        <table class="refined three">
          <thead>
            <tr>
              <th scope="col">token</th>
              <th scope="col" title="word and place, and what earlier layers have added">E, goes in</th>
              <th scope="col" title="from all heads of the layer">added</th>
              <th scope="col">E′, comes out</th>
              <th scope="col" title="length of what was added, over the length of E">changed by</th>
            </tr>
          </thead>
          <tbody>
            ${tokens.map(({ text }, t) => {
              const [before, added] = [rowOf(stream, t, C), rowOf(out, t, C)];
              const pick = () => this.dispatchEvent(new FocusChangeEvent({ token: t }));
              const label = tokenLabel(text);
              return html`<tr class=${t === query ? 'marked' : ''}>
                <th scope="row"><button class="plain" @click=${pick}>${t + 1} ${label}</button></th>
                <td class="strips">${vectorStrip(before, extent, `E of ${label}`)}</td>
                <td class="strips">${vectorStrip(added, change, `added to ${label}`)}</td>
                <td class="strips">${vectorStrip(addVectors(before, added), extent, `E′ of ${label}`)}</td>
                <td>${formatPercent(norm(added) / norm(before))}</td>
              </tr>`;
            })}
          </tbody>
        </table>
        <p class="explained">
          A strip is a vector of ${C} numbers, a cell each: blue above zero, red below; what is added has a colour
          range of its own. E holds the word and its place. E′ has the same size and knows something
          of its surroundings. In between there are only products with learnt matrices.
        </p>
      </section>
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-updated-embedding': UpdatedEmbedding;
  }
}
