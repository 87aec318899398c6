// The grid of one head: products, scores or weights, with a switch for the mask.

import { msg } from '@lit/localize';
import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { HeadTraceResult } from '../../../../../workers/rpc/api/lab-api.ts';
import { OrientationChangeEvent } from '../../../../events/index.ts';
import { baseStyles } from '../../../../styles/base.styles.ts';
import type { Orientation } from '../../../../types/page.ts';
import '../../../../views/attention/attention-grid/attention-grid.ts';
import {
  orientationControl,
  segmentedControlStyles,
} from '../../../../controls/segmented-control/segmented-control.ts';
import { tokenLabel } from '../../../../format/token-label.ts';
import type { LiveMode } from '../../../../views/status/live-region.ts';
import { choice } from '../../choices.ts';
import { panelStyles } from '../../panel.styles.ts';

/** The engine's finite stand-in for −∞. */
const MASKED_SCORE = -1e30;

/** `products` are q · k, `scores` are divided by √D, `weights` are the softmax of the scores. */
export type GridStep = 'products' | 'scores' | 'weights';

/** As on the map, and in the video: the mask comes after the dot products. */
export const isMaskedByDefault = (step: GridStep): boolean => step !== 'products';

const headGridStyles = css`
  .check {
    margin-inline-end: auto;
    font-size: var(--size-compact);
  }

  .hypothetical {
    padding: var(--space-s) var(--space-m);
    border-radius: var(--radius-small);
    background: var(--warning-soft);
    font-size: var(--size-compact);
  }
`;

/**
 * The grid of queries and keys of one head.
 *
 * @property headTrace - Intermediate values of the head for the selected query.
 * @property step - The values to draw.
 * @property name - Name of the head, such as `head 2.3`.
 * @property masked - Whether the mask hides later tokens, by default in all steps but that of products.
 * @property orientation - Orientation of the grid.
 * @property live - `aria-live` of the cell's numbers: `off` while the network trains.
 * @fires lab-choice - The visitor switches the mask.
 * @fires lab-orientation - The visitor changes the orientation.
 * @fires lab-focus - The visitor selects a query.
 * @fires lab-cell - The visitor selects a query and a key.
 */
@customElement('lab-head-grid')
export class HeadGrid extends LitElement {
  static override styles = [baseStyles, panelStyles, segmentedControlStyles, headGridStyles];

  @property({ attribute: false }) headTrace!: HeadTraceResult;
  @property() step: GridStep = 'weights';
  @property() name = msg('this head');
  @property({ type: Boolean }) masked = true;
  @property() orientation: Orientation = 'queries-top';
  @property() live: LiveMode = 'polite';

  override render() {
    const { masked, step } = this;
    return html`
      <section class="card" aria-label=${msg('Grid of queries and keys')}>
        <div class="controls">
          <label class="check" title=${msg('Later tokens are hidden')}>
            <input
              type="checkbox"
              name="mask"
              .checked=${masked}
              @change=${() => this.dispatchEvent(choice({ masked: !masked === isMaskedByDefault(step) ? undefined : !masked }))}
            />
            ${msg('Mask')}
          </label>
          ${orientationControl(this.orientation, (turned) => this.dispatchEvent(new OrientationChangeEvent(turned)))}
        </div>
        ${
          masked || step === 'products'
            ? nothing
            : html`<p class="hypothetical" role="status">
              ${msg('Hypothetical: cells beyond the diagonal leak information from later tokens. The network never computes them.')}
            </p>`
        }
        <lab-attention-grid
          .headAttention=${this.#gridData()}
          .show=${this.step === 'weights' ? 'pattern' : 'scores'}
          .orientation=${this.orientation}
          .token=${this.headTrace.query}
          .name=${this.name}
          .live=${this.live}
          .scoreName=${this.step === 'products' ? msg('dot product, q·k') : msg('score, q·k / √D')}
        ></lab-attention-grid>
      </section>
    `;
  }

  #gridData() {
    const { scores, pattern, unmaskedPattern, tokens, q } = this.headTrace;
    const T = tokens.length;
    const factor = this.step === 'products' ? Math.sqrt(q.length / T) : 1;
    const isHidden = (i: number) => this.masked && i % T > Math.floor(i / T);
    return {
      tokens: tokens.map(({ text }) => tokenLabel(text)),
      scores: scores.map((score, i) => (isHidden(i) ? MASKED_SCORE : score * factor)),
      // The mask acts before softmax, not on the products: their weights are the network's.
      pattern: this.masked || this.step === 'products' ? pattern : unmaskedPattern,
    };
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-head-grid': HeadGrid;
  }
}
