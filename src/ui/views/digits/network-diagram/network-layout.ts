// Geometry of the network diagram, and the displayed neurons of large layers.

import type { NeuronIndex } from '../../../types/digits.ts';

/** A neuron in the diagram. */
export interface NeuronPosition extends NeuronIndex {
  readonly x: number;
  readonly y: number;
}

export interface NetworkLayout {
  readonly width: number;
  readonly height: number;
  readonly radius: number;
  /** Displayed neurons of each layer. */
  readonly layers: readonly (readonly NeuronPosition[])[];
  /** Positions of the three dots that stand for omitted neurons. */
  readonly gaps: readonly { readonly layer: number; readonly x: number; readonly y: number }[];
}

/** Circles in a column. */
const MAX_SHOWN = 16;
const ROW_HEIGHT = 25;
/** Distance of columns, by available width: smaller gaps keep text readable when the diagram is scaled down. */
const COLUMN_WIDTH = { wide: 150, narrow: 88, slim: 66 };
const MARGIN = { left: 50, right: 76, top: 34, bottom: 14 };
const RADIUS = 9.5;

/**
 * Columns from left to right, each centred vertically; one unit is a CSS pixel at the diagram's natural size. Of a layer with more
 * neurons than fit, the first and the last are displayed, or `inputs` for the input layer.
 */
export function networkLayout(
  sizes: readonly number[],
  inputs?: readonly number[],
  space: keyof typeof COLUMN_WIDTH = 'wide',
): NetworkLayout {
  const columns = sizes.map((size, layer) =>
    layer === 0 && inputs && size > MAX_SHOWN ? { shown: inputs, gap: false } : shownNeurons(size),
  );
  const rows = Math.max(...columns.map(({ shown, gap }) => shown.length + Number(gap)));
  const height = MARGIN.top + rows * ROW_HEIGHT + MARGIN.bottom;
  const gaps: { layer: number; x: number; y: number }[] = [];
  const layers = columns.map(({ shown, gap }, layer) => {
    const x = MARGIN.left + layer * COLUMN_WIDTH[space];
    const top = MARGIN.top + ((rows - shown.length - Number(gap)) * ROW_HEIGHT) / 2 + ROW_HEIGHT / 2;
    const half = Math.ceil(shown.length / 2);
    if (gap) gaps.push({ layer, x, y: top + half * ROW_HEIGHT });
    return shown.map((neuron, i) => ({
      layer,
      neuron,
      x,
      y: top + (i + Number(gap && i >= half)) * ROW_HEIGHT,
    }));
  });
  return {
    width: MARGIN.left + (sizes.length - 1) * COLUMN_WIDTH[space] + MARGIN.right,
    height,
    radius: RADIUS,
    layers,
    gaps,
  };
}

function shownNeurons(size: number): { shown: readonly number[]; gap: boolean } {
  const gap = size > MAX_SHOWN;
  const shown = Array.from({ length: Math.min(size, MAX_SHOWN) }, (_, i) =>
    gap && i >= MAX_SHOWN / 2 ? size - MAX_SHOWN + i : i,
  );
  return { shown, gap };
}

/** The neuron that an arrow key moves to: within its layer, or at the same relative height in the next. Inputs are not selectable. */
export function neighbouringNeuron(
  sizes: readonly number[],
  { layer, neuron }: NeuronIndex,
  key: string,
): NeuronIndex | undefined {
  const clamp = (value: number, least: number, most: number) => Math.min(most, Math.max(least, value));
  const along = (by: number) => ({ layer, neuron: clamp(neuron + by, 0, sizes[layer] - 1) });
  const across = (by: number) => {
    const to = clamp(layer + by, 1, sizes.length - 1);
    const share = sizes[layer] > 1 ? neuron / (sizes[layer] - 1) : 0;
    return { layer: to, neuron: Math.round(share * (sizes[to] - 1)) };
  };
  switch (key) {
    case 'ArrowUp':
      return along(-1);
    case 'ArrowDown':
      return along(1);
    case 'ArrowLeft':
      return across(-1);
    case 'ArrowRight':
      return across(1);
    default:
      return undefined;
  }
}
