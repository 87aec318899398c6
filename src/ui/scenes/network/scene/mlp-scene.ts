// An MLP: in the gap right of its lane, a field of neurons. Close by, some neurons show their row, their activation and their
// column.

import { clamp, mix, type Rect } from '../../../stage/geometry.ts';
import type { Item } from './items.ts';
import { type PatchGrid, patchGrid, zoneIndex } from './network-shape.ts';
import type { Projection } from './projection.ts';

export interface MlpZone {
  readonly layer: number;
  readonly zone: number;
  /** Middle of the sum with the stream. */
  readonly sum: number;
  readonly top: number;
  readonly bottom: number;
}

export function mlpZone(view: Projection, layer: number): MlpZone {
  const zone = zoneIndex(view.shape, 'mlp', layer);
  const [top, bottom] = [view.tops[zone], view.tops[zone + 1]];
  const margin = Math.min(10, 0.3 * (bottom - top));
  return { layer, zone, top, bottom, sum: bottom - mix(margin, 34, view.dive) };
}

/**
 * From top to bottom inside one lane's gap: rows with their numbers, the field, columns, the sum. Distances shrink in a low zone;
 * `roominess` is 0 where they are smallest.
 */
function mlpRows({ top, bottom, sum }: MlpZone) {
  const patch = clamp(0.085 * (bottom - top), 16, 48);
  const roominess = clamp((sum - top - 2 * patch - 194) / 84);
  const input = top + mix(32, 40, roominess);
  const output = sum - 44 - patch;
  const [first, last] = [input + patch + mix(64, 100, roominess), output - mix(30, 62, roominess)];
  return { patch, input, output, roominess, field: { y: first, height: Math.max(24, last - first) } };
}

/** The field of all neurons at a token. */
export function neuronField(view: Projection, zone: MlpZone, token: number): Rect {
  const { top, bottom, sum } = zone;
  const { gap, dive } = view;
  const margin = mix(Math.min(4, gap * 0.08), 22, dive);
  const [x, width] = [view.gapX(token) + margin, gap - 2 * margin];
  const isHigh = bottom - top > 34;
  const folded = { y: top + 1, height: Math.max(3, sum - top - (isHigh ? 13 : 4)) };
  const open = mlpRows(zone).field;
  return { x, width, y: mix(folded.y, open.y, dive), height: mix(folded.height, open.height, dive) };
}

/** The place of one neuron in the field. */
export function neuronPoint(view: Projection, field: Rect, neuron: number): { x: number; y: number } {
  const { columns, rows } = neuronGrid(view);
  return {
    x: field.x + ((neuron % columns) + 0.5) * (field.width / columns),
    y: field.y + (Math.floor(neuron / columns) + 0.5) * (field.height / rows),
  };
}

/** Wide where a folded field is low. */
export const neuronGrid = ({ shape: { M }, frame: { neuronAspect } }: Projection): PatchGrid =>
  patchGrid(M, clamp(neuronAspect, M > 1024 ? 4 : 3, 10));

/** From left to right as in the field, so that few wires cross. */
export function byPlace<TNeuron extends { readonly neuron: number }>(
  neurons: readonly TNeuron[],
  view: Projection,
): TNeuron[] {
  const { columns } = neuronGrid(view);
  return [...neurons].sort((a, b) => (a.neuron % columns) - (b.neuron % columns) || a.neuron - b.neuron);
}

/** Places of one of the neurons whose weights are shown, by its index among them. */
export interface NeuronColumn {
  readonly x: number;
  readonly input: Rect;
  readonly output: Rect;
  /** Baselines: name, sum, activation, factor, tokens that the column promotes. */
  readonly lines: {
    readonly name: number;
    readonly sum: number;
    readonly curve: number;
    readonly factor: number;
    readonly adds: number;
  };
}

/** Room for a neuron's row, its numbers and its column, in CSS pixels. */
const COLUMN_WIDTH = 160;

/** How many neurons fit side by side. */
export const neuronCapacity = (canvasWidth: number): number =>
  Math.max(2, Math.min(8, Math.floor(canvasWidth / COLUMN_WIDTH)));

export function neuronColumn(
  view: Projection,
  zone: MlpZone,
  token: number,
  index: number,
  count: number,
): NeuronColumn {
  const field = neuronField(view, zone, token);
  const { columns, rows } = patchGrid(view.shape.C);
  const { patch, input, output, roominess } = mlpRows(zone);
  const step = field.width / count;
  const width = Math.min(96, step - 26, (patch * 1.5 * columns) / rows);
  const x = field.x + (index + 0.5) * step;
  const rect = (y: number) => ({ x: x - width / 2, y, width, height: patch });
  return {
    ...{ x, input: rect(input), output: rect(output) },
    lines: {
      name: input + patch + 14,
      sum: input + patch + mix(29, 33, roominess),
      curve: input + patch + mix(46, 54, roominess),
      factor: output - 12,
      adds: output + patch + 15,
    },
  };
}

export function mlpItems(view: Projection, zone: MlpZone, tokens: number): Item[] {
  const alpha = (1 - view.pose.digits) * (1 - view.pose.head);
  const { layer } = zone;
  const grid = neuronGrid(view);
  return Array.from(
    { length: tokens },
    (_, token): Item => ({
      subject: { kind: 'neurons', layer, token },
      rect: neuronField(view, zone, token),
      depth: zone.zone + 0.5,
      alpha,
      grid,
    }),
  );
}

/** Items of the neurons whose weights are shown. */
export function neuronItems(
  view: Projection,
  zone: MlpZone,
  token: number,
  neurons: readonly number[],
): Item[] {
  const alpha = view.dive;
  if (alpha < 0.5) return [];
  const { layer } = zone;
  const field = neuronField(view, zone, token);
  return neurons.flatMap((neuron, index): Item[] => {
    const { input, output } = neuronColumn(view, zone, token, index, neurons.length);
    const { x, y } = neuronPoint(view, field, neuron);
    const dot = { x: x - 8, y: y - 8, width: 16, height: 16 };
    const at = { layer, token, neuron };
    return [
      { subject: { kind: 'neuron-input', ...at }, rect: input, depth: zone.zone + 0.2, alpha },
      { subject: { kind: 'neuron', ...at }, rect: dot, depth: zone.zone + 0.5, alpha },
      { subject: { kind: 'neuron-output', ...at }, rect: output, depth: zone.zone + 0.7, alpha },
    ];
  });
}
