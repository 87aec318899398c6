// Query and key as two arrows in the plane that they span.

import { msg, str } from '@lit/localize';
import { css, html, LitElement, svg } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { HeadTraceResult } from '../../../../../workers/rpc/api/lab-api.ts';
import { formatSigned } from '../../../../format/numbers.ts';
import { formatSignificant } from '../../../../format/quantities.ts';
import { tokenLabel } from '../../../../format/token-label.ts';
import { baseStyles } from '../../../../styles/base.styles.ts';
import { panelStyles } from '../../panel.styles.ts';
import { queryKeyPair } from '../../query-key-pair.ts';
import { norm } from '../../vector-math.ts';
import '../pair-numbers/pair-numbers.ts';

/** Length of the longer arrow, in units of the drawing. */
const MAX_ARROW_LENGTH = 46;

const pairAngleStyles = css`
  :host {
    container-type: inline-size;
  }

  .halves {
    display: grid;
    grid-template-columns: minmax(9rem, 15rem) minmax(0, 1fr);
    align-items: center;
    gap: var(--space-l);
  }

  .words {
    display: grid;
    gap: var(--space-s);
  }

  svg {
    aspect-ratio: 1;
    border: 1px solid var(--line);
    border-radius: var(--radius-small);
    background: var(--scale-zero);
  }

  line {
    stroke: currentColor;
    stroke-width: 2;
  }

  text {
    fill: currentColor;
    font-size: calc(8 * var(--unit));
    font-style: italic;
  }

  @container (max-width: 36rem) {
    .halves {
      grid-template-columns: minmax(0, 1fr);
    }

    svg {
      max-width: 15rem;
    }
  }
`;

/**
 * The angle between query and key.
 *
 * @property headTrace - Intermediate values of the head for the selected query.
 * @property key - Position of the key.
 * @fires lab-focus - The visitor selects a query.
 * @fires lab-choice - The visitor selects a key.
 */
@customElement('lab-pair-angle')
export class PairAngle extends LitElement {
  static override styles = [baseStyles, panelStyles, pairAngleStyles];

  @property({ attribute: false }) headTrace!: HeadTraceResult;
  @property({ type: Number }) key = 0;

  override render() {
    const { q, k, sum } = queryKeyPair(this.headTrace, this.key);
    const [ql, kl] = [norm(q), norm(k)];
    const cosine = ql * kl > 0 ? sum / (ql * kl) : 0;
    const angle = Math.acos(Math.max(-1, Math.min(1, cosine)));
    const scale = MAX_ARROW_LENGTH / Math.max(ql, kl);
    const label = (index: number) => tokenLabel(this.headTrace.tokens[index].text);
    return html`<section class="card" aria-label=${msg('Angle between query and key')}>
      <h2>${msg(html`The key of <span class="key">${label(this.key)}</span> and the query of <span class="query">${label(this.headTrace.query)}</span>`)}</h2>
      <div class="halves">
        <svg viewBox="-50 -50 100 100" role="img" aria-label=${msg(str`Query and key ${formatSignificant((angle * 180) / Math.PI)} degrees apart`)}>
          ${arrow('query', 'q', ql * scale, 0)} ${arrow('key', 'k', kl * scale, angle)}
        </svg>
        <div class="words">
          <lab-pair-numbers .headTrace=${this.headTrace} .key=${this.key}></lab-pair-numbers>
          <p class="cosine">
            ${msg(html`${formatSignificant((angle * 180) / Math.PI)}° apart: q · k = ${formatSignificant(ql)} × ${formatSignificant(kl)} × cos ${formatSigned(cosine)} = <b>${formatSigned(sum)}</b>`)}
          </p>
          <p class="explained">
            ${msg(str`Two vectors always span a plane, so the drawing shows the exact angle and lengths of the ${q.length}-dimensional vectors. The smaller the angle, the better the key matches the query.`)}
          </p>
        </div>
      </div>
    </section>`;
  }
}

function arrow(kind: string, name: string, length: number, angle: number) {
  const [x, y] = [length * Math.cos(angle), -length * Math.sin(angle)];
  const side = (turn: number) => `${x - 4 * Math.cos(angle + turn)},${y + 4 * Math.sin(angle + turn)}`;
  return svg`<g class=${kind}>
    <line x1="0" y1="0" x2=${x} y2=${y} />
    <polygon points="${x},${y} ${side(0.5)} ${side(-0.5)}" fill="currentColor" />
    <text x=${x * 0.55 + 3} y=${y * 0.55 - 4}>${name}</text>
  </g>`;
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-pair-angle': PairAngle;
  }
}
