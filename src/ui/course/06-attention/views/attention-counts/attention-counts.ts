// The number of attention weights of this model, from its tensors, and of GPT-3.

import { msg, str } from '@lit/localize';
import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { ModelConfig, ParameterInfo } from '../../../../../workers/rpc/api/lab-api.ts';
import { formatInteger, formatPercent } from '../../../../format/numbers.ts';
import { baseStyles } from '../../../../styles/base.styles.ts';
import { bar } from '../../../../views/charts/bar.ts';
import { type AttentionCount, countAttention, countTensors, GPT3 } from '../../attention-count.ts';
import { panelStyles } from '../../panel.styles.ts';

export type CountScope = 'query-key' | 'head' | 'all';

/** Rows and columns of a matrix. */
type Shape = (sizes: { readonly D: number; readonly C: number }) => readonly [number, number];

interface Row {
  readonly name: string;
  readonly how: string;
  readonly key: keyof AttentionCount;
  readonly shape?: Shape;
}

const row = (name: string, how: string, key: keyof AttentionCount, shape?: Shape): Row => ({
  name,
  how,
  key,
  shape,
});

const DOWN: Shape = ({ D, C }) => [D, C];
const UP: Shape = ({ D, C }) => [C, D];
const QUERY = row(msg('query matrix'), 'D × C', 'matrix', DOWN);
const KEY = row(msg('key matrix'), 'D × C', 'matrix', DOWN);
const VALUES = [row('value-down', 'D × C', 'matrix', DOWN), row('value-up', 'C × D', 'matrix', UP)];
const HEAD = row(msg('one head'), msg('these four'), 'head');
const LAYER = row(msg('one layer'), msg('× H heads'), 'layer');
const SHARED = msg('H heads share keys and values');
const MODEL = row(msg('all attention'), msg('× L layers'), 'model');

/** The rows shown at each moment of the count; the newest are marked. */
const ROWS_OF_SCOPE: Readonly<Record<CountScope, { rows: readonly Row[]; marked: readonly Row[] }>> = {
  'query-key': { rows: [QUERY, KEY], marked: [QUERY, KEY] },
  head: { rows: [QUERY, KEY, ...VALUES, HEAD], marked: [HEAD] },
  all: { rows: [HEAD, LAYER, MODEL], marked: [MODEL] },
};

const attentionCountsStyles = css`
  .shares {
    display: grid;
    grid-template-columns: auto minmax(0, 1fr) auto;
    align-items: center;
    gap: var(--space-xs) var(--space-m);
    font-size: var(--size-compact);
    font-variant-numeric: tabular-nums;
  }

  .weights td {
    font-size: var(--size-large);
  }

  .weights td small {
    margin-inline-end: var(--space-2xs);
    color: var(--muted);
  }

  /* Beside the map: sizes stand above their product, so that names keep their room. */
  @container (max-width: 46rem) {
    .weights td small {
      display: block;
      margin: 0;
    }
  }
`;

/**
 * A table of attention weights.
 *
 * @property show - The moment of the count.
 * @property model - Sizes of the current model.
 * @property parameters - Tensors of the current model.
 * @property parameterCount - Number of all parameters of the current model.
 */
@customElement('lab-attention-counts')
export class AttentionCounts extends LitElement {
  static override styles = [baseStyles, panelStyles, attentionCountsStyles];

  @property() show: CountScope = 'all';
  @property({ attribute: false }) model!: ModelConfig;
  @property({ attribute: false }) parameters: readonly ParameterInfo[] = [];
  @property({ type: Number }) parameterCount = 0;

  override render() {
    const { C, H, L, headWidth: D = C / H, keyValueHeads: KV = H } = this.model;
    const [own, large] = [countTensors(this.parameters, this.model), countAttention(GPT3)];
    const { rows, marked } = ROWS_OF_SCOPE[this.show];
    return html`
      <section class="card" aria-label=${msg('Attention weights')}>
        <h2>${msg('Weights, without biases')}</h2>
        <table class="weights">
          <thead><tr><th scope="col">${msg('weights of')}</th><th scope="col">${msg('your model')}</th><th scope="col">${msg('GPT-3')}</th></tr></thead>
          <tbody>
            ${rows.map(
              (each) => html`<tr class=${marked.includes(each) ? 'marked' : ''}>
                <th scope="row">${each.name} <small>${each === LAYER && KV < H ? SHARED : each.how}</small></th>
                <td>${shapeOf(each, { D, C })}${formatInteger(own[each.key])}</td>
                <td>${shapeOf(each, { D: GPT3.headWidth, C: GPT3.width })}${formatInteger(large[each.key])}</td>
              </tr>`,
            )}
          </tbody>
        </table>
        <p class="explained">
          ${msg(html`Your model: vectors of C = ${formatInteger(C)} numbers, queries and keys of D = ${D}, so a query matrix has ${D} rows and ${formatInteger(C)} columns; H = ${H} heads${KV < H ? html`${msg(str`, with keys and values of ${KV}`)}` : nothing}, L = ${L} layers; counted from its tensors. GPT-3: C = 12,288, D = ${GPT3.headWidth}, ${GPT3.heads} heads, ${GPT3.layers} layers: ${GPT3.headWidth} rows and 12,288 columns.`)}
        </p>
      </section>
      ${this.show === 'all' ? this.#shares(own, large) : ''}
    `;
  }

  #shares(own: AttentionCount, large: AttentionCount) {
    const line = (name: string, share: number) =>
      html`<span>${name}</span><span>${bar(share)}</span><span>${formatPercent(share)}</span>`;
    return html`<section class="card" aria-label=${msg('Attention’s share of all weights')}>
      <h2>${msg('Attention’s share of all weights')}</h2>
      <div class="shares">
        ${line(msg('your model'), own.model / this.parameterCount)} ${line('GPT-3', large.model / GPT3.all)}
      </div>
      <p class="explained">
        ${msg(str`${formatInteger(own.model)} of ${formatInteger(this.parameterCount)}, and ${formatInteger(large.model)} of ${formatInteger(GPT3.all)}. Most of the rest is in the MLPs between the attention blocks. An advantage of transformers is that they run in parallel over the heads, tokens and texts of a batch.`)}
      </p>
    </section>`;
  }
}

/** Rows and columns, for rows of the table that count one matrix. */
const shapeOf = ({ shape }: Row, sizes: Parameters<Shape>[0]) =>
  shape ? html`<small class="wide">${shape(sizes).map(formatInteger).join(' × ')} =</small>` : nothing;

declare global {
  interface HTMLElementTagNameMap {
    'lab-attention-counts': AttentionCounts;
  }
}
