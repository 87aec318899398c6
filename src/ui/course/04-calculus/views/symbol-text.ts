// A quantity's symbol as SVG text, with superscript and subscript.

import { svg } from 'lit';
import type { Quantity } from '../../../../workers/rpc/api/lab-api.ts';
import { indicesOf, type Shape } from '../symbols.ts';

export function symbolText(quantity: Quantity, shape: Shape, x: number, y: number) {
  const { superscript, subscript } = indicesOf(quantity, shape);
  return svg`<text class="symbol ${quantity.kind}" x=${x} y=${y}><tspan class="letter">${quantity.kind}</tspan>${
    subscript ? svg`<tspan class="index" dy="5">${subscript}</tspan>` : ''
  }${superscript ? svg`<tspan class="index" dy=${subscript ? -13 : -8}>${superscript}</tspan>` : ''}</text>`;
}
