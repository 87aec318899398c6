// The whole network as a row of blocks with attention lit, and how much of each word's vector it moves.

import { css, html, LitElement } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { ModelConfig, StreamResult, Tensor } from '../../../../../workers/rpc/api/lab-api.ts';
import { FocusChangeEvent } from '../../../../events/index.ts';
import { formatInteger, formatPercent } from '../../../../format/numbers.ts';
import { formatSignificant } from '../../../../format/quantities.ts';
import { tokenLabel } from '../../../../format/token-label.ts';
import { baseStyles } from '../../../../styles/base.styles.ts';
import { attentionDistance } from '../../attention-distance.ts';
import { ChoiceEvent } from '../../events.ts';
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
 * @property stream - the last token's vector on its way
 * @property patterns - a `hook_pattern` for each layer
 * @property model - its sizes
 * @property tokens - the prompt's
 * @fires lab-focus, lab-choice - a layer's heads are to be seen
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
      <section class="card" aria-label="Where attention sits">
        <h2>From ${this.tokens.length} tokens to a guess: the way of the last vector, <span class="query">${last}</span></h2>
        <ol>
          <li><b>Embedding</b>each token becomes ${formatInteger(C)} numbers; length ${formatSignificant(start.norm)}</li>
          ${stages.map(({ meaning, added, name }) =>
            name.includes('resid_mid')
              ? this.#attention(Number(name.split('.')[1]), added)
              : html`<li><b>${meaning.replace('after ', '')}</b>${formatInteger(mlpWidth)} neurons, each token by itself; adds a vector of length ${formatSignificant(added)}</li>`,
          )}
          <li><b>Unembedding</b>a logit for each of ${formatInteger(V)} tokens; most probable: “${tokenLabel(guess.text)}”, ${formatPercent(guess.probability)}</li>
        </ol>
        <p class="explained">
          Attention is the only place where vectors of different tokens meet. Everything else in the network works on each
          token by itself.
        </p>
      </section>
    `;
  }

  #attention(layer: number, added: number) {
    const { offDiagonal } = attentionDistance(this.patterns[layer]);
    const show = () => {
      this.dispatchEvent(new FocusChangeEvent({ layer }));
      this.dispatchEvent(new ChoiceEvent({ view: 'grid' }));
    };
    return html`<li class="attention">
      <b>Attention ${layer + 1}</b>
      ${formatInteger(this.model.H)} heads; ${formatPercent(offDiagonal)} of what they look at are other tokens; adds a vector of length
      ${formatSignificant(added)}
      <button @click=${show}>Its heads</button>
    </li>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-block-diagram': BlockDiagram;
  }
}
