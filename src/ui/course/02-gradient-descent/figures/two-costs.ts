// The cost of one image before the first training step and now, side by side: large for random weights, small for the trained network.

import { msg, str } from '@lit/localize';
import { css, html, svg, type TemplateResult } from 'lit';
import type { CostBreakdown, DigitKind } from '../../../../workers/rpc/api/lab-api.ts';
import { card, note } from '../../../figures/card.ts';
import { formatFixed, formatInteger } from '../../../format/numbers.ts';
import { brightness } from '../../../views/digits/brightness.ts';
import '../../../views/digits/pixel-image/pixel-image.ts';

/** Side of a term of 1, in units of the drawing. */
const SIDE = 34;
const ROW = 38;

export const twoCostsStyles = css`
  .costs {
    display: grid;
    grid-template-columns: 1fr 1fr;
    gap: var(--space-s) var(--space-l);

    lab-pixel-image {
      grid-column: 1 / -1;
      max-width: 6rem;
    }

    svg {
      width: 100%;
    }

    circle {
      stroke: var(--line-strong);
      stroke-width: 1.5;
    }

    .label circle {
      stroke: var(--highlight);
      stroke-width: 2.5;
    }

    rect {
      fill: var(--negative);
    }

    text {
      fill: var(--muted);
      font-size: calc(17 * var(--unit));
      font-variant-numeric: tabular-nums;
    }

    .label text {
      fill: var(--highlight);
    }

    b {
      color: var(--negative);
      font-size: var(--size-title);
    }
  }
`;

interface TwoCosts {
  /** Before the first step. */
  readonly first: CostBreakdown;
  /** At the step that the map shows. */
  readonly cost: CostBreakdown;
  readonly activations: readonly Float32Array[];
  readonly label: number;
}

/** Outputs before and after as neurons, and each term of the cost as a square. */
export const twoCosts = ({ first, cost, activations, label }: TwoCosts, kind: DigitKind): TemplateResult =>
  card(
    msg('Small or large'),
    msg('One image, before and after training'),
    html`<div class="costs">
      <lab-pixel-image .values=${activations[0]} label=${msg(str`The image, a ${label}`)}></lab-pixel-image>
      ${ofStep(msg('Random weights'), first, label)} ${ofStep(msg(str`Step ${formatInteger(cost.step)}`), cost, label)}
    </div>`,
    note(
      msg(
        str`Each square is one term of the cost: ${kind === 'sigmoid' ? msg('its side is the distance of an output from its target') : msg('only the output of the label counts')}.`,
      ),
    ),
  );

function ofStep(name: string, { outputs, terms, costs }: CostBreakdown, label: number): TemplateResult {
  const cost = formatFixed(costs.data[0], 2);
  return html`<div>
    <h3>${name}</h3>
    <svg viewBox="0 0 170 ${10 * ROW}" role="img" aria-label=${msg(str`${name}: cost ${cost}. Outputs ${Array.from(outputs.data, (output) => formatFixed(output, 2)).join(', ')}`)}>
      ${Array.from(outputs.data, (output, digit) => {
        const y = (digit + 0.5) * ROW;
        const side = Math.min(1.15, Math.sqrt(Math.max(0, terms.data[digit]))) * SIDE;
        return svg`<g class=${digit === label ? 'label' : ''}>
          <text x="4" y=${y + 6}>${digit}</text>
          <circle cx="38" cy=${y} r="14" fill=${brightness(output)} />
          <text x="62" y=${y + 6}>${formatFixed(output, 2)}</text>
          <rect x=${132 - side / 2} y=${y - side / 2} width=${side} height=${side} rx="3" />
        </g>`;
      })}
    </svg>
    <p>${msg(html`cost <b>${cost}</b>`)}</p>
  </div>`;
}
