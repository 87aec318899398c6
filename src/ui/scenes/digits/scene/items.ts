// What can be pointed at, with its place: painters draw the same items that hit tests search.

import type { Node } from '../../../stage/node.ts';
import { type DigitShot, openNeuron } from '../shot.ts';
import { neuronY } from './layout.ts';
import type { View } from './pose.ts';

/** Layers and neurons count from 0; layer 0 is the pixels. */
export type Subject =
  | { readonly kind: 'pad' | 'strip' }
  | { readonly kind: 'sample' | 'target'; readonly digit: number }
  | { readonly kind: 'neuron'; readonly layer: number; readonly neuron: number };

export type Item = Node<Subject> & { readonly alpha: number };

const HIDDEN_LAYERS_ALPHA = 0;

/** @param hasTargets whether the outputs have targets */
export function sceneItems(
  view: View,
  shot: DigitShot,
  sizes: readonly number[],
  hasTargets: boolean,
): Item[] {
  const { layout, scale } = view;
  const last = sizes.length - 1;
  const shows = layersShown(shot);
  const opened = openNeuron(shot);
  const items: Item[] = [
    { subject: { kind: 'pad' }, rect: view.toRect(layout.pad), alpha: padAlpha(view, opened?.layer) },
    { subject: { kind: 'strip' }, rect: view.toRect(layout.strip), alpha: padAlpha(view, opened?.layer) },
  ];
  for (const [digit, rect] of layout.samples.entries())
    items.push({
      subject: { kind: 'sample', digit },
      rect: view.toRect(rect),
      alpha: padAlpha(view, opened?.layer),
    });
  for (const [at, column] of layout.columns.entries()) {
    const layer = at + 1;
    const isShown = layer === last ? shows.outputs : shows.hidden;
    const alpha = isShown ? layerAlpha(view, layer, opened?.layer) : HIDDEN_LAYERS_ALPHA;
    for (let neuron = 0; neuron < column.shown; neuron++) {
      const radius = column.radius * scale;
      const [x, y] = [view.toX(column.x), view.toY(neuronY(layout, layer, neuron))];
      const rect = { x: x - radius, y: y - radius, width: 2 * radius, height: 2 * radius };
      items.push({ subject: { kind: 'neuron', layer, neuron }, rect, alpha });
    }
  }
  if (!hasTargets || opened) return items;
  const column = layout.columns[last - 1];
  for (let digit = 0; digit < column.shown; digit++) {
    const half = 9 * Math.min(1.25, scale);
    const [x, y] = [view.toX(layout.outputs.target), view.toY(neuronY(layout, last, digit))];
    items.push({
      subject: { kind: 'target', digit },
      rect: { x: x - half, y: y - half, width: 2 * half, height: 2 * half },
      alpha: 1,
    });
  }
  return items;
}

export function layersShown({ layers }: DigitShot): { pixels: boolean; hidden: boolean; outputs: boolean } {
  const has = (name: 'pixels' | 'hidden' | 'outputs') => layers === undefined || layers.includes(name);
  return { pixels: has('pixels'), hidden: has('hidden'), outputs: has('outputs') };
}

/** Opacity of a layer: where a neuron is opened, only it and what it is computed from stay. */
export function layerAlpha({ pose }: View, layer: number, opened: number | undefined): number {
  return opened === undefined || layer === opened || layer === opened - 1 ? 1 : 1 - pose.opened;
}

/** The pad makes room where a neuron of a later layer is opened. */
export const padAlpha = ({ pose }: View, opened: number | undefined): number =>
  opened !== undefined && opened > 1 ? 1 - pose.opened : 1;
