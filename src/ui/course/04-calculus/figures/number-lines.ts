// Every quantity of the chain on its own number line; editable ones have a slider.

import { msg, str } from '@lit/localize';
import { css, html, svg, type TemplateResult } from 'lit';
import type { Quantity } from '../../../../workers/rpc/api/lab-api.ts';
import { SymbolPointerEvent } from '../../../events/index.ts';
import { card, note } from '../../../figures/card.ts';
import { emit } from '../../../figures/emit.ts';
import { tickOf } from '../../../format/numbers.ts';
import '../../../views/text/math/math.ts';
import { QuantitySetEvent } from '../../../scenes/chain/events.ts';
import {
  CHAIN_QUANTITIES,
  isEditable,
  quantityKey,
  rangeOf,
  valueAt,
} from '../../../scenes/chain/networks.ts';
import type { StageData } from '../../../scenes/chain/stage-data.ts';
import { describeQuantity, texOf, twoDecimals } from '../../../scenes/chain/symbols.ts';
import { symbolStyles } from '../../../views/text/math/tex-symbol.styles.ts';

export const numberLinesStyles = [
  symbolStyles,
  css`
    .lines {
      display: grid;
      grid-template-columns: minmax(0, 1fr);
      gap: var(--space-3xs) var(--space-xl);

      svg {
        width: 100%;
        height: 24px;
        overflow: visible;
      }

      line {
        stroke: var(--line-strong);
      }

      circle {
        fill: currentColor;
      }

      .nudged {
        fill: none;
        stroke: var(--accent);
        stroke-width: 2;
      }

      text {
        fill: var(--muted);
        font-size: var(--size-fine);
      }
    }

    .line {
      display: grid;
      grid-template-columns: 3.75rem minmax(0, 1fr) 3.5rem;
      align-items: center;
      gap: var(--space-s);
      min-height: 38px;
      padding-inline: var(--space-xs);
      border-radius: var(--radius-tiny);

      &.lit {
        background: var(--accent-soft);
      }
    }

    @container (min-width: 38.125rem) {
      .lines {
        grid-template-columns: repeat(2, minmax(0, 1fr));
      }
    }

    .number {
      text-align: end;
      font-size: var(--size-compact);
      font-variant-numeric: tabular-nums;
    }
  `,
];

/** @param lit key of the highlighted symbol */
export const numberLines = (data: StageData, lit?: string): TemplateResult =>
  card(
    msg('Number lines'),
    msg('Change a weight, a bias, the input or the target'),
    html`<div class="lines">${quantitiesOf(data).map((quantity) => line(quantity, data, lit))}</div>`,
    note(msg('A ring marks the value after the nudge.')),
  );

/** The target is next to the input; the cost comes last. */
function quantitiesOf({ request: { network } }: StageData): Quantity[] {
  const [input, ...rest] = [...CHAIN_QUANTITIES.values()].filter(({ kind }) => kind !== 'y');
  const [y, C] = (['y', 'C'] as const).map((kind) => ({ kind, layer: network.sizes.length - 1, neuron: 0 }));
  return [input, y, ...rest, C];
}

function line(quantity: Quantity, { request: { network }, chain }: StageData, lit?: string): TemplateResult {
  const key = quantityKey(quantity, network);
  const value = valueAt(network, chain.smallNetwork, quantity);
  const description = describeQuantity(quantity, network);
  const [least, most] = rangeOf(quantity);
  const set = emit(({ value }: HTMLInputElement) => new QuantitySetEvent(key, Number(value)));
  return html`<div
    class="line ${key === lit ? 'lit' : ''}"
    @pointerenter=${emit(() => new SymbolPointerEvent(key))}
    @pointerleave=${emit(() => new SymbolPointerEvent(undefined))}
  >
    <lab-math .tex=${texOf(quantity, network)} title=${description}></lab-math>
    ${
      isEditable(quantity)
        ? html`<input type="range" aria-label=${description} min=${least} max=${most} step="0.01" .value=${String(value)} @input=${set} />`
        : axis(quantity, value, valueAt(network, chain.nudged, quantity), description)
    }
    <span class="number ${quantity.kind}" data-key=${key}>${twoDecimals(value)}</span>
  </div>`;
}

function axis(quantity: Quantity, value: number, nudged: number, name: string): TemplateResult {
  const [least, most] = rangeOf(quantity);
  const at = (number: number) =>
    `${(100 * (Math.min(most, Math.max(least, number)) - least)) / (most - least)}%`;
  return html`<svg role="img" class=${quantity.kind} aria-label=${msg(str`${name} is ${twoDecimals(value)}, on a line from ${least} to ${most}`)}>
    <line x1="0" x2="100%" y1="9" y2="9" />
    ${[least, (least + most) / 2, most].map(
      (tick) => svg`<line x1=${at(tick)} x2=${at(tick)} y1="5" y2="13" />`,
    )}
    <text x="0" y="24">${tickOf(least)}</text>
    <text x="100%" y="24" text-anchor="end">${most}</text>
    <circle cx=${at(value)} cy="9" r="6" />
    ${nudged === value ? '' : svg`<circle class="nudged" cx=${at(nudged)} cy="9" r="8" />`}
  </svg>`;
}
