// A quantity's symbol as SVG text, with what stands above and below the letter.

import { svg } from 'lit';
import type { Quantity } from '../../../../workers/lab-api.ts';
import { indicesOf, type Shape } from '../symbols.ts';

export function symbolText(quantity: Quantity, shape: Shape, x: number, y: number) {
  const { above, below } = indicesOf(quantity, shape);
  return svg`<text class="symbol ${quantity.kind}" x=${x} y=${y}><tspan class="letter">${quantity.kind}</tspan>${
    below ? svg`<tspan class="index" dy="5">${below}</tspan>` : ''
  }${above ? svg`<tspan class="index" dy=${below ? -13 : -8}>${above}</tspan>` : ''}</text>`;
}
