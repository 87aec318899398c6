// The cost of context: the number of cells of a grid is the square of the number of tokens.

import { msg, str } from '@lit/localize';
import { css, html, LitElement, svg } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { ModelConfig } from '../../../../../workers/rpc/api/lab-api.ts';
import { note } from '../../../../figures/card.ts';
import { numberTable } from '../../../../figures/number-table.ts';
import { formatInteger } from '../../../../format/numbers.ts';
import { formatBytes } from '../../../../format/quantities.ts';
import { baseStyles } from '../../../../styles/base.styles.ts';
import { GPT3 } from '../../attention-count.ts';
import { panelStyles } from '../../panel.styles.ts';

/** Ends of the slider as powers of two: from 4 tokens to GPT-3's context length. */
const [MIN_POWER, MAX_POWER] = [2, 11];
const FLOAT_BYTES = 4;

const contextCostStyles = css`
  label {
    display: flex;
    align-items: center;
    gap: var(--space-s);
    font-size: var(--size-compact);
    font-variant-numeric: tabular-nums;
  }

  input {
    flex: 1;
    max-width: 24rem;
    accent-color: var(--accent);
  }

  svg {
    width: min(100%, 17rem);
    aspect-ratio: 1;
  }

  rect {
    fill: var(--accent-soft);
    stroke: var(--accent);
    stroke-width: 0.6;
  }

  rect.own {
    fill: none;
    stroke: var(--query);
    stroke-dasharray: 2 1.5;
  }
`;

/**
 * A slider for the context length with the size of the grid.
 *
 * @property model - Sizes of the current model.
 * @property tokens - Number of tokens in the prompt.
 */
@customElement('lab-context-cost')
export class ContextCost extends LitElement {
  static override styles = [baseStyles, panelStyles, contextCostStyles];

  @property({ attribute: false }) model!: ModelConfig;
  @property({ type: Number }) tokens = 0;

  /** log₂ of the number of tokens; default: the model's context length. */
  @state() private power?: number;

  override render() {
    const { T, H, L } = this.model;
    const n = this.power === undefined ? T : Math.round(2 ** this.power);
    const pick = ({ target }: Event) => {
      this.power = Number((target as HTMLInputElement).value);
    };
    const side = (count: number) => (100 * count) / Math.max(n, this.tokens);
    const chosen = [msg('chosen'), n] as const;
    const rows = [
      [msg('your prompt'), this.tokens] as const,
      [msg('your model’s context'), T] as const,
      chosen,
      [msg('GPT-3’s context'), GPT3.context] as const,
    ];
    return html`
      <section class="card" aria-label=${msg('Cost of context')}>
        <h2>${msg(str`${formatInteger(n)} tokens: a grid of ${formatInteger(n)} × ${formatInteger(n)} = ${formatInteger(n * n)} cells`)}</h2>
        <label>
          ${msg('tokens n')}
          <input type="range" name="tokens" min=${MIN_POWER} max=${MAX_POWER} step="0.25" .value=${String(this.power ?? Math.log2(T))} @input=${pick} />
          <output>${formatInteger(n)}</output>
        </label>
        <svg viewBox="-1 -1 102 102" role="img" aria-label=${msg(str`A square with ${formatInteger(n)} tokens per side, and a square with ${formatInteger(this.tokens)} for your prompt inside`)}>
          ${svg`<rect width=${side(n)} height=${side(n)} /><rect class="own" width=${side(this.tokens)} height=${side(this.tokens)} />`}
        </svg>
        ${note(msg(str`Blue: the grid for n tokens. Dashed: the grid for your prompt, ${formatInteger(this.tokens)} tokens.`))}
        ${numberTable(rows, {
          names: { heading: msg('tokens n'), cell: ([name, count]) => `${name}: ${formatInteger(count)}` },
          columns: [
            { heading: msg('cells of a grid, n²'), cell: ([, count]) => formatInteger(count * count) },
            {
              heading: msg(str`of all ${formatInteger(H * L)} heads here`),
              cell: ([, count]) => formatBytes(count * count * H * L * FLOAT_BYTES),
            },
          ],
          isMarked: (row) => row === chosen,
        })}
        ${note(msg('Every head of every layer has such a grid. Twice the context means four times the cells. This makes long contexts expensive, and there are many methods to reduce the cost.'))}
      </section>
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-context-cost': ContextCost;
  }
}
