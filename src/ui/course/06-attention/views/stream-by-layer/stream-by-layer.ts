// Layer upon layer: what every block makes of the last vector, and how far its attention reaches.

import { html, LitElement } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { StreamResult, StreamStageResult, Tensor } from '../../../../../workers/rpc/api/lab-api.ts';
import { formatPercent, formatSigned } from '../../../../format/numbers.ts';
import { formatSignificant } from '../../../../format/quantities.ts';
import { tokenLabel } from '../../../../format/token-label.ts';
import { baseStyles } from '../../../../styles/base.styles.ts';
import { bar } from '../../../../views/charts/bar.ts';
import { attentionDistance } from '../../attention-distance.ts';
import { panelStyles } from '../../panel.styles.ts';

/**
 * @property stream - the last token's vector on its way
 * @property patterns - a `hook_pattern` for each layer
 * @property token - the last one, as on screen
 */
@customElement('lab-stream-by-layer')
export class StreamByLayer extends LitElement {
  static override styles = [baseStyles, panelStyles];

  @property({ attribute: false }) stream!: StreamResult;
  @property({ attribute: false }) patterns: readonly Tensor[] = [];
  @property() token = '';

  override render() {
    return html`
      <section class="card" aria-label="Layer upon layer">
        <h2>Attention and MLP in turn: what becomes of the vector of <span class="query">${this.token}</span></h2>
        <div class="scroll" tabindex="0" role="region" aria-label="Table of places"><table class="depth">
          <thead>
            <tr>
              <th scope="col">place</th>
              <th scope="col" title="if the vector went from here straight to the unembedding">would say next</th>
              <td class="wide"></td>
              <th scope="col" title="length of what the block added">added</th>
              <th scope="col" class="wide" title="cosine with the vector before the block: 1 if it still points the same way">turned to</th>
              <th scope="col" title="of the attention, over all heads and tokens">looks at others</th>
              <th scope="col" class="wide" title="mean number of tokens its heads look back">looks back by</th>
            </tr>
          </thead>
          <tbody>${this.stream.stages.map((stage, i) => this.#row(stage, i))}</tbody>
        </table></div>
        <p class="explained">
          Each block reads what the ones before have written, so what a later attention moves can be more than words: what
          they have come to mean together. GPT-3 has 96 such layers, this model ${this.patterns.length}.
        </p>
      </section>
    `;
  }

  #row({ name, meaning, next: [guess], added, turn }: StreamStageResult, i: number) {
    const layer = name.includes('resid_mid') ? Number(name.split('.')[1]) : undefined;
    const reach = layer === undefined ? undefined : attentionDistance(this.patterns[layer]);
    return html`<tr class=${reach ? 'attention' : ''}>
      <th scope="row">${meaning}</th>
      <td>${tokenLabel(guess.text)} ${formatPercent(guess.probability)}</td>
      <td class="bars wide">${bar(guess.probability)}</td>
      <td>${i === 0 ? '' : formatSignificant(added)}</td>
      <td class="wide">${i === 0 ? '' : formatSigned(turn)}</td>
      <td>${reach ? formatPercent(reach.offDiagonal) : ''}</td>
      <td class="wide">${reach ? `${formatSignificant(reach.meanDistance)} tokens` : ''}</td>
    </tr>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-stream-by-layer': StreamByLayer;
  }
}
