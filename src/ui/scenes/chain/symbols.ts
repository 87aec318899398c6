// Names of quantities in formulas, graphs and text. Layers count back from L, as in the video.

import { msg } from '@lit/localize';
import type { Quantity, SmallNetwork } from '../../../workers/rpc/api/lab-api.ts';
import { formatReal, formatScientific, localDecimal } from '../../format/numbers.ts';
import { texSymbol } from '../../views/text/math/tex-symbol.ts';
import { quantityKey } from './networks.ts';

export type Shape = Pick<SmallNetwork, 'sizes'>;

/** Layer 3 of 3 → `L`, layer 2 → `L−1`. */
function layerName(layer: number, { sizes }: Shape): string {
  const back = sizes.length - 1 - layer;
  return back === 0 ? 'L' : `L−${back}`;
}

/** Superscript and subscript of the symbol; y and C have no superscript, the chain has no subscripts. */
export function indicesOf(
  { kind, layer, neuron, from }: Quantity,
  shape: Shape,
): { superscript: string; subscript: string } {
  if (kind === 'C') return { superscript: '', subscript: '0' };
  const several = shape.sizes.some((size) => size > 1);
  return {
    superscript: kind === 'y' ? '' : `(${layerName(layer, shape)})`,
    subscript: several ? `${neuron}${from ?? ''}` : '',
  };
}

/** Letters instead of neuron numbers, by layer. */
export type Letters = Readonly<Record<number, string>>;

/** In TeX, linked to its place in the graph; with letters the symbol stands for several neurons. */
export function texOf(quantity: Quantity, shape: Shape, letters: Letters = {}): string {
  const { kind, layer, from } = quantity;
  const many =
    kind !== 'C' &&
    (letters[layer] !== undefined || (from !== undefined && letters[layer - 1] !== undefined));
  return texSymbol(
    many ? `any-${kind}${layer}` : quantityKey(quantity, shape),
    kind,
    indexedTex(quantity, shape, letters),
  );
}

/** In TeX, without the link. */
export function indexedTex(quantity: Quantity, shape: Shape, letters: Letters = {}): string {
  const { kind, layer, neuron, from } = quantity;
  const { superscript, subscript } = indicesOf(quantity, shape);
  const letter = kind === 'C' ? undefined : letters[layer];
  const fromIndex = from === undefined || subscript === '' ? '' : (letters[layer - 1] ?? from);
  const index =
    letter !== undefined || subscript !== ''
      ? `${kind === 'C' ? subscript : (letter ?? neuron)}${fromIndex}`
      : '';
  return `${kind}${superscript && `^{${superscript.replace('−', '-')}}`}${index && `_{${index}}`}`;
}

/** `w(L−1)`, `w₁₀(L)` */
export function plainText(quantity: Quantity, shape: Shape): string {
  const { superscript, subscript } = indicesOf(quantity, shape);
  return `${quantity.kind}${[...subscript].map((digit) => '₀₁₂₃₄₅₆₇₈₉'[Number(digit)]).join('')}${superscript}`;
}

const KIND_LABELS = {
  w: msg('weight'),
  b: msg('bias'),
  z: msg('weighted sum'),
  a: msg('activation'),
  y: msg('target'),
  C: msg('cost of this example'),
} as const;

/** For screen readers: `weight w(L)`. */
export function describeQuantity(quantity: Quantity, shape: Shape): string {
  const { kind, layer } = quantity;
  return `${kind === 'a' && layer === 0 ? msg('input') : KIND_LABELS[kind]} ${plainText(quantity, shape)}`;
}

/** Four significant figures, so that the product of the displayed factors matches the displayed product. */
export function shortNumber(value: number): string {
  if (value !== 0 && Math.abs(value) < 1e-3) return formatScientific(value, 4);
  return localDecimal(String(Number(value.toPrecision(4)))).replace('-', '−');
}

export const twoDecimals = (value: number): string => formatReal(value, 2);
