// Where the neurons of a network stand in its picture, and which of a large layer are shown.

/** A neuron of a layer, both from 0; layer 0 are the inputs. */
export interface NeuronPlace {
  readonly layer: number;
  readonly neuron: number;
}

/** A neuron in the picture. */
export interface Spot extends NeuronPlace {
  readonly x: number;
  readonly y: number;
}

export interface Layout {
  readonly width: number;
  readonly height: number;
  readonly radius: number;
  /** A layer each; of a layer with more neurons than fit, the first and the last of them. */
  readonly layers: readonly (readonly Spot[])[];
  /** Where neurons are left out, the three dots between those shown. */
  readonly gaps: readonly { readonly layer: number; readonly x: number; readonly y: number }[];
}

/** More circles than that in a column cannot be told apart. */
const MOST = 16;
const ROW = 25;
const COLUMN = 150;
const MARGIN = { left: 22, right: 92, top: 34, bottom: 14 };
const RADIUS = 9.5;

/** Columns from left to right, each centred; one unit is a pixel at the picture's own size. */
export function networkLayout(sizes: readonly number[]): Layout {
  const rows = Math.max(...sizes.map((size) => Math.min(size, MOST) + (size > MOST ? 1 : 0)));
  const height = MARGIN.top + rows * ROW + MARGIN.bottom;
  const gaps: { layer: number; x: number; y: number }[] = [];
  const layers = sizes.map((size, layer) => {
    const x = MARGIN.left + layer * COLUMN;
    const shown = shownNeurons(size);
    const places = shown.length + (size > MOST ? 1 : 0);
    const top = MARGIN.top + ((rows - places) * ROW) / 2 + ROW / 2;
    const half = Math.ceil(shown.length / 2);
    if (size > MOST) gaps.push({ layer, x, y: top + half * ROW });
    return shown.map((neuron, i) => ({
      layer,
      neuron,
      x,
      y: top + (i + (size > MOST && i >= half ? 1 : 0)) * ROW,
    }));
  });
  return {
    width: MARGIN.left + (sizes.length - 1) * COLUMN + MARGIN.right,
    height,
    radius: RADIUS,
    layers,
    gaps,
  };
}

function shownNeurons(size: number): number[] {
  if (size <= MOST) return Array.from({ length: size }, (_, neuron) => neuron);
  const half = MOST / 2;
  return Array.from({ length: MOST }, (_, i) => (i < half ? i : size - MOST + i));
}

/** Where an arrow key leads from a neuron: along its layer, or to the same height in the next. Inputs are not chosen. */
export function neighbour(
  sizes: readonly number[],
  { layer, neuron }: NeuronPlace,
  key: string,
): NeuronPlace | undefined {
  const hold = (value: number, least: number, most: number) => Math.min(most, Math.max(least, value));
  const along = (by: number) => ({ layer, neuron: hold(neuron + by, 0, sizes[layer] - 1) });
  const across = (by: number) => {
    const to = hold(layer + by, 1, sizes.length - 1);
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
