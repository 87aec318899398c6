// The residual stream of the last token after each block, and the reach of attention.

import { msg, str } from '@lit/localize';
import { html, LitElement } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type {
  ModelConfig,
  StreamResult,
  StreamStageResult,
  Tensor,
} from '../../../../../workers/rpc/api/lab-api.ts';
import { formatPercent, formatSigned } from '../../../../format/numbers.ts';
import { formatSignificant } from '../../../../format/quantities.ts';
import { tokenLabel } from '../../../../format/token-label.ts';
import { baseStyles } from '../../../../styles/base.styles.ts';
import { bar } from '../../../../views/charts/bar.ts';
import { attentionDistance, attentionLayer } from '../../attention-distance.ts';
import { panelStyles } from '../../panel.styles.ts';

/**
 * A table with one row per block.
 *
 * @property stream - Residual stream of the last token.
 * @property patterns - `hook_pattern` of each layer.
 * @property model - The model's parts.
 * @property token - The displayed last token.
 */
@customElement('lab-stream-by-layer')
export class StreamByLayer extends LitElement {
  static override styles = [baseStyles, panelStyles];

  @property({ attribute: false }) stream!: StreamResult;
  @property({ attribute: false }) patterns: readonly Tensor[] = [];
  @property({ attribute: false }) model!: ModelConfig;
  @property() token = '';

  override render() {
    return html`
      <section class="card" aria-label=${msg('Residual stream by layer')}>
        <h2>${msg(html`The vector after each attention and MLP block: <span class="query">${this.token}</span>`)}</h2>
        <div class="scroll" tabindex="0" role="region" aria-label=${msg('Blocks')}><table class="depth">
          <thead>
            <tr>
              <th scope="col">${msg('position')}</th>
              <th scope="col" title=${msg('logit lens: the vector passed directly to the unembedding')}>${msg('prediction')}</th>
              <td class="wide"></td>
              <th scope="col" title=${msg('length of the vector added by the block')}>${msg('added')}</th>
              <th scope="col" class="wide" title=${msg('cosine with the vector before the block; 1 if the direction did not change')}>${msg('cosine with input')}</th>
              <th scope="col" title=${msg('share of attention on other tokens, over all heads and tokens')}>${msg('on other tokens')}</th>
              <th scope="col" class="wide" title=${msg('mean distance between query and key')}>${msg('mean distance')}</th>
            </tr>
          </thead>
          <tbody>${this.stream.stages.map((stage, i) => this.#row(stage, i))}</tbody>
        </table></div>
        <p class="explained">
          ${msg(str`Each block reads the outputs of earlier blocks, so later attention layers can move more abstract information than single words. GPT-3 has 96 such layers, this model ${this.patterns.length}.`)}
        </p>
      </section>
    `;
  }

  #row({ name, meaning, next: [guess], added, turn }: StreamStageResult, i: number) {
    const layer = attentionLayer(name, this.model);
    const reach = layer === undefined ? undefined : attentionDistance(this.patterns[layer]);
    return html`<tr class=${reach ? 'attention' : ''}>
      <th scope="row">${meaning}</th>
      <td>${tokenLabel(guess.text)} ${formatPercent(guess.probability)}</td>
      <td class="bars wide">${bar(guess.probability)}</td>
      <td>${i === 0 ? '' : formatSignificant(added)}</td>
      <td class="wide">${i === 0 ? '' : formatSigned(turn)}</td>
      <td>${reach ? formatPercent(reach.offDiagonal) : ''}</td>
      <td class="wide">${reach ? msg(str`${formatSignificant(reach.meanDistance)} tokens`) : ''}</td>
    </tr>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-stream-by-layer': StreamByLayer;
  }
}
