// The effect of one layer's attention on every token: E, the change and E′ as strips of colour.

import { msg, str } from '@lit/localize';
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
 * A table with one row per token.
 *
 * @property headTrace - Intermediate values of a head and its layer.
 * @property layer - 0-based layer.
 * @fires lab-focus - The visitor selects a query.
 */
@customElement('lab-updated-embedding')
export class UpdatedEmbedding extends LitElement {
  static override styles = [baseStyles, panelStyles];

  @property({ attribute: false }) headTrace!: HeadTraceResult;
  @property({ type: Number }) layer = 0;

  override render() {
    const { tokens, stream, out, query } = this.headTrace;
    const C = stream.length / tokens.length;
    // The change can be far smaller than E, so it has its own colour scale.
    const [extent, change] = [maxAbs(stream) / 2, maxAbs(out) / 2];
    return html`
      <section class="card" aria-label=${msg('E to E′')}>
        <h2>${msg(str`E → E′: the effect of attention in layer ${this.layer + 1} on every token`)}</h2>
        <table class="updated-embedding three">
          <thead>
            <tr>
              <th scope="col">${msg('token')}</th>
              <th scope="col" title=${msg('token, position and the outputs of earlier layers')}>${msg('E, input')}</th>
              <th scope="col" title=${msg('from all heads of the layer')}>${msg('added')}</th>
              <th scope="col">${msg('E′, output')}</th>
              <th scope="col" title=${msg('length of the change over the length of E')}>${msg('change')}</th>
            </tr>
          </thead>
          <tbody>
            ${tokens.map(({ text }, t) => {
              const [before, added] = [rowOf(stream, t, C), rowOf(out, t, C)];
              const pick = () => this.dispatchEvent(new FocusChangeEvent({ token: t }));
              const label = tokenLabel(text);
              return html`<tr class=${t === query ? 'marked' : ''}>
                <th scope="row"><button class="plain" @click=${pick}>${t + 1} ${label}</button></th>
                <td class="strips">${vectorStrip(before, extent, msg(str`E of ${label}`))}</td>
                <td class="strips">${vectorStrip(added, change, msg(str`added to ${label}`))}</td>
                <td class="strips">${vectorStrip(addVectors(before, added), extent, msg(str`E′ of ${label}`))}</td>
                <td>${formatPercent(norm(added) / norm(before))}</td>
              </tr>`;
            })}
          </tbody>
        </table>
        <p class="explained">
          ${msg(str`A strip shows a vector of ${C} numbers, one cell each: blue for positive, red for negative. The change has its own colour scale. E encodes the word and its position. E′ has the same size and also encodes context.`)}
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
