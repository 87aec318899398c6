// The blocks of the network, with attention highlighted, and the size of each block's output for the last vector.

import { msg, str } from '@lit/localize';
import { css, html, LitElement } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { ModelConfig, StreamResult, Tensor } from '../../../../../workers/rpc/api/lab-api.ts';
import { FocusChangeEvent } from '../../../../events/index.ts';
import { formatInteger, formatPercent } from '../../../../format/numbers.ts';
import { formatSignificant } from '../../../../format/quantities.ts';
import { tokenLabel } from '../../../../format/token-label.ts';
import { baseStyles } from '../../../../styles/base.styles.ts';
import { attentionDistance, attentionLayer } from '../../attention-distance.ts';
import { choice } from '../../choices.ts';
import { panelStyles } from '../../panel.styles.ts';

const blockDiagramStyles = css`
  ol {
    display: flex;
    flex-wrap: wrap;
    align-items: stretch;
    gap: var(--space-s);
    margin: 0;
    padding: 0;
    list-style: none;
  }

  li {
    flex: 1 1 8.5rem;
    display: grid;
    align-content: start;
    gap: var(--space-2xs);
    padding: var(--space-m);
    border: 1px solid var(--line);
    border-radius: var(--radius-small);
    color: var(--muted);
    font-size: var(--size-small);
    font-variant-numeric: tabular-nums;
  }

  li.attention {
    border-color: var(--query);
    background: var(--warning-soft);
    color: var(--text);
  }

  b {
    font-size: var(--size-body);
  }

  li.attention b {
    color: var(--query);
  }

  button {
    margin-top: var(--space-2xs);
    justify-self: start;
  }
`;

/**
 * A diagram of the network's blocks.
 *
 * @property stream - Residual stream of the last token.
 * @property patterns - `hook_pattern` of each layer.
 * @property model - Sizes of the model.
 * @property tokens - Tokens of the prompt.
 * @fires lab-focus - The visitor opens the heads of a layer.
 * @fires lab-choice - The visitor opens the heads of a layer.
 */
@customElement('lab-block-diagram')
export class BlockDiagram extends LitElement {
  static override styles = [baseStyles, panelStyles, blockDiagramStyles];

  @property({ attribute: false }) stream!: StreamResult;
  @property({ attribute: false }) patterns: readonly Tensor[] = [];
  @property({ attribute: false }) model!: ModelConfig;
  @property({ attribute: false }) tokens: readonly { text: string }[] = [];

  override render() {
    const { C, V, mlpWidth } = this.model;
    const last = tokenLabel(this.tokens.at(-1)?.text ?? '');
    const [start, ...stages] = this.stream.stages;
    const [guess] = this.stream.stages[this.stream.stages.length - 1].next;
    return html`
      <section class="card" aria-label=${msg('Blocks of the network')}>
        <h2>${msg(html`From ${this.tokens.length} tokens to a prediction: the last vector, <span class="query">${last}</span>`)}</h2>
        <ol>
          <li>${msg(html`<b>Embedding</b>each token becomes ${formatInteger(C)} numbers; length ${formatSignificant(start.norm)}`)}</li>
          ${stages.map(({ meaning, added, name }) => {
            const layer = attentionLayer(name, this.model);
            return layer !== undefined
              ? this.#attention(layer, added)
              : html`<li>${msg(html`<b>${meaning.replace('after ', '')}</b>${formatInteger(mlpWidth)} neurons for each token separately; adds a vector of length ${formatSignificant(added)}`)}</li>`;
          })}
          <li>${msg(html`<b>Unembedding</b>a logit for each of ${formatInteger(V)} tokens; most probable: “${tokenLabel(guess.text)}”, ${formatPercent(guess.probability)}`)}</li>
        </ol>
        <p class="explained">
          ${msg('Attention is the only part where vectors of different tokens interact. All other parts process each token separately.')}
        </p>
      </section>
    `;
  }

  #attention(layer: number, added: number) {
    const { H, mlpWidth, parallelResidual } = this.model;
    const isParallel = parallelResidual && mlpWidth > 0;
    const { offDiagonal } = attentionDistance(this.patterns[layer]);
    const show = () => {
      this.dispatchEvent(new FocusChangeEvent({ layer }));
      this.dispatchEvent(choice({ view: 'grid' }));
    };
    return html`<li class="attention">
      ${msg(html`<b>${isParallel ? msg(str`Block ${layer + 1}`) : msg(str`Attention ${layer + 1}`)}</b> ${formatInteger(H)} heads; ${formatPercent(offDiagonal)} of their attention is on other tokens; ${isParallel ? msg(str`beside them ${formatInteger(mlpWidth)} neurons for each token separately; `) : ''}adds a vector of length ${formatSignificant(added)}`)}
      <button @click=${show}>${msg('Show heads')}</button>
    </li>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-block-diagram': BlockDiagram;
  }
}
