// Training as code: a line lights up after the other, and each shows its step on the map.

import { msg } from '@lit/localize';
import { css, html, LitElement } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { DigitShotEvent } from '../../../../scenes/digits/events.ts';
import type { DigitShot } from '../../../../scenes/digits/shot.ts';
import { baseStyles } from '../../../../styles/base.styles.ts';
import { panelStyles } from '../../../../styles/panel.styles.ts';

interface CodeLine {
  readonly code: string;
  readonly says: string;
  readonly shot: DigitShot;
}

/** The loop that the digit network is trained by, in the manner of NumPy. */
const LINES: readonly CodeLine[] = [
  {
    code: 'for x, y in batches(images, 100):',
    says: msg('a mini-batch of 100 shuffled images'),
    shot: { at: 'network', layers: ['pixels'], hasNoLines: true },
  },
  {
    code: '    a1 = sigmoid(x @ W1 + b1)',
    says: msg('pixels make the first hidden layer'),
    shot: { at: 'network', layers: ['pixels', 'hidden'], play: 'forward' },
  },
  {
    code: '    a2 = sigmoid(a1 @ W2 + b2)',
    says: msg('one layer makes the next'),
    shot: { at: 'network', layers: ['pixels', 'hidden'] },
  },
  {
    code: '    a3 = sigmoid(a2 @ W3 + b3)',
    says: msg('ten outputs'),
    shot: { at: 'outputs' },
  },
  {
    code: '    d3 = 2 * (a3 - y) * a3 * (1 - a3)',
    says: msg('how far each output is from its target'),
    shot: { at: 'outputs', overlay: 'cost' },
  },
  {
    code: '    d2 = d3 @ W3.T * a2 * (1 - a2)',
    says: msg('requests of all outputs, added up'),
    shot: { at: 'outputs', overlay: 'requests', play: 'requests' },
  },
  {
    code: '    d1 = d2 @ W2.T * a1 * (1 - a1)',
    says: msg('and one layer further back'),
    shot: { at: 'network', overlay: 'nudges', play: 'backward' },
  },
  {
    code: '    for W, b, a, d in layers:',
    says: msg('each layer’s weights and biases'),
    shot: { at: 'network', overlay: 'weights' },
  },
  {
    code: '        W -= rate * a.T @ d / 100',
    says: msg('the mean nudge of the batch: bright neurons count most'),
    shot: { at: 'network', overlay: 'nudges' },
  },
  {
    code: '        b -= rate * d.mean(axis=0)',
    says: msg('the same for the biases'),
    shot: { at: 'network', overlay: 'nudges' },
  },
];
const LINE_MS = 1500;

/**
 * @fires lab-digit-shot - The visitor selects a line: the map shows its step.
 */
@customElement('lab-training-code')
export class TrainingCode extends LitElement {
  static override styles = [
    baseStyles,
    panelStyles,
    css`
      ol {
        display: grid;
        margin: 0;
        padding: 0;
        list-style: none;
      }

      button {
        display: grid;
        justify-content: start;
        width: 100%;
        min-height: 0;
        padding: var(--space-2xs) var(--space-s);
        border-color: transparent;
        border-radius: var(--radius-tiny);
        background: none;
        text-align: start;
      }

      code {
        font-family: var(--font-mono);
        font-size: var(--size-small);
        white-space: pre;
      }

      small {
        padding-inline-start: 2.4em;
        color: var(--muted);
        font-size: var(--size-fine);
      }

      .scroll {
        overflow-x: auto;
      }

      .lit {
        background: var(--accent-soft);
        border-color: var(--accent);
      }
    `,
  ];

  /** Index of the line that is lit; the visitor's once they have selected one. */
  @state() private lit = 0;

  #timer = 0;

  override connectedCallback(): void {
    super.connectedCallback();
    if (!matchMedia('(prefers-reduced-motion: reduce)').matches) this.#advance();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.#timer);
  }

  #advance(): void {
    this.#timer = window.setTimeout(() => {
      this.lit = (this.lit + 1) % LINES.length;
      this.#advance();
    }, LINE_MS);
  }

  protected override render() {
    return html`<section class="card" aria-label=${msg('Training as code')}>
      <h2>${msg('One step of training, line by line')}</h2>
      <div class="scroll"><ol>
        ${LINES.map(
          (
            { code, says },
            i,
          ) => html`<li><button class=${i === this.lit ? 'lit' : ''} @click=${() => this.#select(i)}>
            <code>${code}</code><small>${says}</small>
          </button></li>`,
        )}
      </ol></div>
      <p class="explained">${msg('Select a line to see its step on the network.')}</p>
    </section>`;
  }

  #select(index: number): void {
    clearTimeout(this.#timer);
    this.lit = index;
    this.dispatchEvent(new DigitShotEvent(LINES[index].shot));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-training-code': TrainingCode;
  }
}
