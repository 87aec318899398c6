// What a model costs: weights, memory, operations, each beside what it was before the last change.

import { msg } from '@lit/localize';
import { css, html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { RunCosts } from '../../../../workers/rpc/api/lab-api.ts';
import { formatInteger, formatSignedFixed } from '../../../format/numbers.ts';
import { formatBytes, formatCompact } from '../../../format/quantities.ts';
import { baseStyles } from '../../../styles/base.styles.ts';

interface Figure {
  readonly label: string;
  readonly help: string;
  readonly value: number;
  readonly before?: number;
  readonly format: (value: number) => string;
}

/**
 * Three figures of a training: weights, memory, and floating-point operations per token.
 *
 * @property costs - Of the current settings; while they are invalid, those of the last valid ones stay.
 */
@customElement('lab-model-costs')
export class ModelCosts extends LitElement {
  static override styles = [
    baseStyles,
    css`
      dl {
        display: grid;
        grid-template-columns: repeat(3, minmax(0, 1fr));
        gap: var(--space-s);
        margin-bottom: var(--space-l);
        padding-bottom: var(--space-m);
        border-bottom: 1px solid var(--line);
      }

      dt {
        color: var(--muted);
        font-size: var(--size-fine);
        white-space: nowrap;
      }

      dd {
        font-size: var(--size-large);
        font-weight: 600;
        white-space: nowrap;
      }

      dd.change {
        color: var(--muted);
        font-size: var(--size-small);
        font-weight: 400;
      }

      dd.change.changed {
        color: var(--highlight);
      }
    `,
  ];

  @property({ attribute: false }) costs?: RunCosts;

  #current?: RunCosts;
  #before?: RunCosts;

  protected override willUpdate(changes: PropertyValues<this>): void {
    if (!changes.has('costs') || !this.costs) return;
    // The same settings are validated more than once.
    if (JSON.stringify(this.costs) === JSON.stringify(this.#current)) return;
    this.#before = this.#current;
    this.#current = this.costs;
  }

  protected override render() {
    if (!this.#current) return nothing;
    const [after, before] = [this.#current, this.#before];
    const figures: readonly Figure[] = [
      {
        label: msg('weights'),
        help: msg('Numbers that training changes.'),
        value: after.weights.total,
        before: before?.weights.total,
        format: formatInteger,
      },
      {
        label: msg('training memory'),
        help: msg('Weights, gradients, state of the optimizer, and activations of a batch.'),
        value: after.memory.total,
        before: before?.memory.total,
        format: formatBytes,
      },
      {
        label: msg('FLOPs per token'),
        help: msg(
          'Floating-point operations of a training step for each token: forward, and backward twice as many.',
        ),
        value: after.flopsPerToken.training,
        before: before?.flopsPerToken.training,
        format: formatCompact,
      },
    ];
    const changes = figures.map(
      ({ label, value, format, ...rest }) => `${label} ${format(value)}, ${changeOf({ value, ...rest })}`,
    );
    return html`<dl class="numbers">${figures.map(figureTemplate)}</dl>
      <p class="visually-hidden" role="status">${before ? `${changes.join('; ')}.` : nothing}</p>`;
  }
}

function figureTemplate(figure: Figure): TemplateResult {
  const { label, help, value, before, format } = figure;
  const isChanged = before !== undefined && before !== value;
  return html`<div title=${help}>
    <dt>${label}</dt>
    <dd>${format(value)}</dd>
    ${before === undefined ? nothing : html`<dd class="change ${isChanged ? 'changed' : ''}">${changeOf(figure)}</dd>`}
  </div>`;
}

/** `+12 %`; with a decimal below 10 %, with two below 0.1 %. */
function changeOf({ value, before = value }: Pick<Figure, 'value' | 'before'>): string {
  if (before === value) return msg('unchanged');
  const percent = 100 * (value / before - 1);
  const size = Math.abs(percent);
  if (size < 0.005) return msg('nearly unchanged');
  return `${formatSignedFixed(percent, size >= 9.95 ? 0 : size >= 0.095 ? 1 : 2)} %`;
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-model-costs': ModelCosts;
  }
}
