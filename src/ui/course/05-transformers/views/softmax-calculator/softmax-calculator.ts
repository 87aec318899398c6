// A softmax calculator that starts with the model's logits.

import { msg, str } from '@lit/localize';
import { html, LitElement, type PropertyValues } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { bars, numberTable, percents, scrolling } from '../../../../figures/number-table.ts';
import { formatPercent, formatSigned } from '../../../../format/numbers.ts';
import { formatSignificant } from '../../../../format/quantities.ts';
import { tokenLabel } from '../../../../format/token-label.ts';
import { baseStyles } from '../../../../styles/base.styles.ts';
import { candidates, distribution } from '../../distribution.ts';
import { panelStyles } from '../../panel.styles.ts';

const COUNT = 5;
/** Limit of the input: e to this power is still finite. */
const MAX_LOGIT = 50;

/**
 * Editable numbers and their softmax.
 *
 * @property logits - Logits of the next token (V).
 * @property vocabulary - All tokens.
 */
@customElement('lab-softmax-calculator')
export class SoftmaxCalculator extends LitElement {
  static override styles = [baseStyles, panelStyles];

  @property({ attribute: false }) logits = new Float32Array();
  @property({ attribute: false }) vocabulary: readonly string[] = [];

  /** Edited values by row; other rows use the model's logits. */
  @state() private typed: ReadonlyMap<number, number> = new Map();

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has('vocabulary')) this.typed = new Map();
  }

  override render() {
    const best = candidates(this.logits, 1, this.vocabulary, COUNT);
    const values = best.map(({ logit }, i) => this.typed.get(i) ?? Number(logit.toFixed(2)));
    const p = distribution(values, 1);
    const rows = best.map(({ text }, i) => ({
      name: tokenLabel(text),
      x: values[i],
      power: Math.exp(values[i]),
      p: p[i],
    }));
    const sum = (of: (row: (typeof rows)[number]) => number) =>
      rows.reduce((total, row) => total + of(row), 0);
    return html`
      <section class="card" aria-label=${msg('Softmax calculator')}>
        <h2>${msg('Change any number to see its effect')}</h2>
        ${scrolling(
          numberTable(rows, {
            names: { heading: msg('token'), cell: ({ name }) => name, sum: msg('sum') },
            columns: [
              {
                heading: msg('number x'),
                cell: ({ name, x }, place) => this.#field(name, x, place),
                sum: formatSigned(sum(({ x }) => x)),
              },
              {
                heading: 'e^x',
                kind: 'wide',
                cell: ({ power }) => formatSignificant(power),
                sum: formatSignificant(sum(({ power }) => power)),
              },
              bars(({ p }) => p),
              { ...percents(msg('share of the sum'), ({ p }) => p), sum: formatPercent(1) },
            ],
          }),
        )}
        <div class="controls">
          <button ?disabled=${this.typed.size === 0} @click=${() => {
            this.typed = new Map();
          }}>${msg('Reset to the model’s numbers')}</button>
        </div>
        <p class="explained">
          ${msg(str`The ${COUNT} largest logits of your model, without the others. They can be negative or above 1, with any sum. e^x is always positive, and the division by the sum gives shares. The largest number gets the largest share, and similar numbers get similar shares: a soft maximum.`)}
        </p>
      </section>
    `;
  }

  #field(name: string, x: number, place: number) {
    return html`<input
      type="number"
      step="0.5"
      min=${-MAX_LOGIT}
      max=${MAX_LOGIT}
      aria-label=${msg(str`Number of ${name}`)}
      .value=${String(x)}
      @input=${(event: Event) => this.#setLogit(place, (event.target as HTMLInputElement).valueAsNumber)}
    />`;
  }

  #setLogit(place: number, value: number): void {
    if (!Number.isFinite(value) || Math.abs(value) > MAX_LOGIT) return;
    this.typed = new Map(this.typed).set(place, value);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-softmax-calculator': SoftmaxCalculator;
  }
}
