// The outputs of all heads of a layer at one position, and their sum.

import { msg, str } from '@lit/localize';
import { html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { HeadPatternResult, HeadTraceResult } from '../../../../../workers/rpc/api/lab-api.ts';
import { FocusChangeEvent } from '../../../../events/index.ts';
import { formatInteger } from '../../../../format/numbers.ts';
import { formatSignificant } from '../../../../format/quantities.ts';
import { tokenLabel } from '../../../../format/token-label.ts';
import { baseStyles } from '../../../../styles/base.styles.ts';
import { headName } from '../../../chapter-stage/head-names.ts';
import { countAttention, GPT3 } from '../../attention-count.ts';
import { panelStyles } from '../../panel.styles.ts';
import { addVectors, maxAbs, norm, rowOf } from '../../vector-math.ts';
import { vectorStrip } from '../../vector-strip.ts';

/** Number of promoted tokens shown for each head. */
const TOP_TOKEN_COUNT = 3;

/**
 * A table of the outputs of a layer's heads.
 *
 * @property headTrace - Intermediate values of a head and its layer.
 * @property headPatterns - Scores of all heads, for their names.
 * @property layer - 0-based layer.
 * @property head - The selected head.
 * @fires lab-focus - The visitor selects a head.
 */
@customElement('lab-head-sum')
export class HeadSum extends LitElement {
  static override styles = [baseStyles, panelStyles];

  @property({ attribute: false }) headTrace!: HeadTraceResult;
  @property({ attribute: false }) headPatterns: readonly HeadPatternResult[] = [];
  @property({ type: Number }) layer = 0;
  @property({ type: Number }) head = 0;

  override render() {
    const { tokens, query, stream, out, changes } = this.headTrace;
    const C = stream.length / tokens.length;
    const [before, total] = [rowOf(stream, query, C), rowOf(out, query, C)];
    const bias = changes.reduce((left, change) => left.map((value, c) => value - change[c]), total);
    const after = addVectors(before, total);
    // Outputs can be far smaller than the embedding, so they have their own colour scale.
    const [extent, change] = [maxAbs(before, after) / 2, maxAbs(total, bias, ...changes) / 2];
    const line = (name: string, vector: Float32Array, range: number) => html`
      <th scope="row">${name}</th>
      <td class="strips">${vectorStrip(vector, range, name)}</td>
      <td>${formatSignificant(norm(vector))}</td>
      <td class="wide"></td>
    `;
    return html`
      <section class="card" aria-label=${msg('Sum of all heads')}>
        <h2>
          ${msg(html`Layer ${this.layer + 1}, at <span class="query">${tokenLabel(tokens[query].text)}</span>: each of ${changes.length} heads proposes a change, and the changes are added`)}
        </h2>
        <table class="sum">
          <thead><tr><th scope="col">${msg('part')}</th><th scope="col">${msg(str`${C} numbers`)}</th><th scope="col">${msg('length')}</th><th scope="col" class="wide">${msg('promotes')}</th></tr></thead>
          <tbody>
            <tr>${line(msg('E, input'), before, extent)}</tr>
            ${changes.map((vector, head) => this.#head(vector, head, change))}
            <tr>${line(msg('bias'), bias, change)}</tr>
          </tbody>
          <tfoot>
            <tr>${line(msg('sum'), total, change)}</tr>
            <tr>${line(msg('E′, output'), after, extent)}</tr>
          </tfoot>
        </table>
        <p class="explained">
          ${msg(str`Changes have their own colour scale. Promotes: the tokens whose logits a change increases most through the unembedding; in an early layer they say little, since later layers read the change too. A head is named for what it attends to in texts of the data set. The bias belongs to no head; the video omits it. GPT-3 adds ${GPT3.heads} changes in each of ${GPT3.layers} layers, with ${formatInteger(countAttention(GPT3).layer)} weights per layer.`)}
        </p>
      </section>
    `;
  }

  #head(change: Float32Array, head: number, extent: number) {
    const words = this.headTrace.promoted[head].slice(0, TOP_TOKEN_COUNT).map(({ text }) => tokenLabel(text));
    const name = `${this.layer + 1}.${head + 1}`;
    const patternName = headName(this.headPatterns, this.layer, head);
    const pick = () => this.dispatchEvent(new FocusChangeEvent({ head }));
    const marked = head === this.head ? 'marked' : '';
    return html`<tr class=${marked}>
      <th scope="row"><button class="plain" @click=${pick}>${msg(str`+ ΔE of ${name}`)}</button></th>
      <td class="strips">${vectorStrip(change, extent, msg(str`change of head ${name}`))}</td>
      <td>${formatSignificant(norm(change))}</td>
      <td class="wide">${words.join(', ')}</td>
    </tr>
    ${patternName ? html`<tr class=${marked}><th colspan="4"><small>${patternName}</small></th></tr>` : nothing}`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-head-sum': HeadSum;
  }
}
