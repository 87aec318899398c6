// Attention: across lanes. Folded, each head is a track; unfolded, curves run from each key to a slot of the query.

import { clamp, mix, type Rect, smoothstep } from '../../../stage/geometry.ts';
import type { Item } from './items.ts';
import { patchGrid, zoneIndex } from './network-shape.ts';
import type { Projection } from './projection.ts';

/** Where the attention of a layer lies on the canvas. */
export interface AttentionZone {
  readonly layer: number;
  readonly zone: number;
  /** Below the vectors. */
  readonly top: number;
  /** Middle of the sum with the stream. */
  readonly sum: number;
  /** How far it is unfolded, 0 to 1. */
  readonly open: number;
  /** How far it shows one head's computation, 0 to 1. */
  readonly loom: number;
}

/** @param loomLayer the layer whose head is drawn apart */
export function attentionZone(view: Projection, layer: number, loomLayer?: number): AttentionZone {
  const zone = zoneIndex(view.shape, 'attention', layer);
  const open = view.open[zone];
  return {
    ...{ layer, zone, open },
    top: view.tops[zone] + view.vectorHeight(zone),
    sum: view.tops[zone + 1] - mix(Math.min(10, 0.22 * (view.tops[zone + 1] - view.tops[zone])), 20, open),
    loom: layer === loomLayer ? view.pose.head : 0,
  };
}

/** Of what the heads hand to the sum at one token. */
export interface Slots {
  readonly width: number;
  readonly height: number;
  readonly y: number;
  x(token: number, head: number): number;
}

const OUTPUT_HEIGHT = 24;

export function headSlots(view: Projection, { sum }: AttentionZone): Slots {
  const { H, D } = view.shape;
  const step = Math.min(30, (view.gap - 6) / H);
  const { columns, rows } = patchGrid(D, 0.6);
  const width = Math.max(1, step - 3);
  const height = Math.min(46, (width * rows) / columns);
  return {
    ...{ width, height },
    y: sum - 24 - OUTPUT_HEIGHT - 22 - height,
    x: (token, head) => view.gapX(token) + view.gap / 2 + (head - (H - 1) / 2) * step,
  };
}

/** The attention's output at a token, between the slots and the sum. */
export function attentionOutputRect(view: Projection, zone: AttentionZone, token: number): Rect {
  const width = Math.min(view.vectorWidth, view.gap * 0.72);
  return {
    x: view.gapX(token) + (view.gap - width) / 2,
    y: zone.sum - 24 - OUTPUT_HEIGHT,
    width,
    height: Math.min(OUTPUT_HEIGHT, width / 2),
  };
}

/** Two cubic Bézier curves in one: 14 numbers, x and y of 7 points. */
export type Curve = readonly number[];

/** The curve of one weight, from the key's vector to the query: to the sum while folded, to the head's slot when open. */
export function attentionCurve(
  view: Projection,
  zone: AttentionZone,
  { head, query, key }: { head: number; query: number; key: number },
): Curve {
  const { H } = view.shape;
  const { top, sum, open } = zone;
  const offset = (head - (H - 1) / 2) * (view.vectorWidth / (H + 0.6));
  const slots = headSlots(view, zone);
  const from = view.laneX(key) + offset;
  const to = mix(view.laneX(query) + (key === query ? 0 : offset * 0.3), slots.x(query, head), open);
  const end = mix(sum - 5, slots.y - 2, open);
  const track = top + 3 + (Math.max(4, sum - top - 12) * (head + 0.5)) / H;
  const middle = (from + to) / 2;
  const bend = Math.min(0.25, 24 / Math.max(24, Math.abs(to - from)));
  const flat = [
    ...[from, top, from, track, mix(from, to, bend), track, middle, track],
    ...[mix(to, from, bend), track, to, track, to, end],
  ];
  const half = (top + end) / 2;
  const swing = [
    ...[from, top, from, mix(top, half, 0.55), mix(from, middle, 0.42), mix(top, half, 0.86), middle, half],
    ...[mix(to, middle, 0.42), mix(end, half, 0.86), to, mix(end, half, 0.55), to, end],
  ];
  return flat.map((value, i) => mix(value, swing[i], open));
}

/** Items of an attention zone besides the stream: outputs of heads and of all of them, and the grids beside the lanes. */
export function attentionItems(view: Projection, zone: AttentionZone, tokens: number): Item[] {
  const items: Item[] = [];
  const alpha = smoothstep(0.35, 0.9, zone.open) * (1 - smoothstep(0, 0.6, zone.loom));
  if (alpha > 0.02) {
    const slots = headSlots(view, zone);
    const [z, out] = [`blocks.${zone.layer}.attn.hook_z`, `blocks.${zone.layer}.hook_attn_out`] as const;
    for (let token = 0; token < tokens; token++) {
      for (let head = 0; head < view.shape.H && slots.width >= 3; head++) {
        const { width, height } = slots;
        const rect = { x: slots.x(token, head) - width / 2, y: slots.y, width, height };
        items.push({
          subject: { kind: 'head-vector', name: z, token, head },
          rect,
          depth: zone.zone + 0.75,
          alpha,
        });
      }
      const rect = attentionOutputRect(view, zone, token);
      items.push({ subject: { kind: 'vector', name: out, token }, rect, depth: zone.zone + 0.85, alpha });
    }
  }
  return [...items, ...patternItems(view, zone)];
}

/** A block of this height has room for the names of its heads under their grids. */
const NAMED_GRIDS = 40;

export const hasGridNames = ({ tops, shape }: Projection, zone: number, open: number): boolean =>
  open > 0.5 || tops[zone + (shape.M > 0 ? 2 : 1)] - tops[zone] > NAMED_GRIDS;

/** A grid a head, right of the lanes: in a row while folded, wrapped when open. A head that is drawn apart takes their place. */
function patternItems(view: Projection, { layer, zone, open }: AttentionZone): Item[] {
  const { frame, shape, tops } = view;
  const alpha = (1 - view.dive) * (1 - view.pose.digits) * (1 - view.pose.head);
  if (frame.isNarrow || frame.isPlain || alpha < 0.02) return [];
  const room = frame.gutter - 26;
  // Beside the MLP there is nothing else.
  const height = tops[zone + (shape.M > 0 ? 2 : 1)] - tops[zone];
  const margin = height > 60 ? 34 : height > NAMED_GRIDS ? 24 : 12;
  const folded = Math.max(5, Math.min(64, height - margin, room / shape.H - 5));
  const sizeIn = (columns: number) => Math.min(62, (room - 12 * (columns - 1)) / columns);
  const bottom = (columns: number) => 26 + Math.ceil(shape.H / columns) * (sizeIn(columns) + 28);
  let columns = Math.max(1, Math.min(shape.H, Math.floor(room / 62)));
  // An unfolded zone fills the canvas; while it unfolds, columns stay.
  while (columns < shape.H && bottom(columns) > frame.height - frame.header - 72) columns++;
  const unfolded = sizeIn(columns);
  const x0 = frame.width - frame.gutter + 14;
  return Array.from({ length: shape.H }, (_, head): Item => {
    const size = mix(folded, unfolded, open);
    const column = [head * (folded + 5), (head % columns) * (unfolded + 12)];
    const row = [0, Math.floor(head / columns) * (unfolded + 28)];
    const rect = {
      x: x0 + mix(column[0], column[1], open),
      y: tops[zone] + mix(6, 26, open) + mix(row[0], row[1], open),
      width: size,
      height: size,
    };
    return { subject: { kind: 'pattern', layer, head }, rect, depth: zone + 0.4, alpha };
  });
}

/** The part of a curve up to a fraction of its length, roughly. */
export function curveUntil(curve: Curve, fraction: number): Curve {
  const t = clamp(fraction);
  if (t >= 1) return curve;
  const first = split(curve.slice(0, 8), Math.min(1, 2 * t));
  if (t <= 0.5) return first;
  return [...curve.slice(0, 8), ...split(curve.slice(6), 2 * t - 1).slice(2)];
}

/** The first part of a cubic Bézier curve (de Casteljau). */
function split(p: readonly number[], t: number): number[] {
  const between = (a: readonly number[], b: readonly number[]) => a.map((value, i) => mix(value, b[i], t));
  const [a, b, c, d] = [0, 2, 4, 6].map((i) => p.slice(i, i + 2));
  const [ab, bc, cd] = [between(a, b), between(b, c), between(c, d)];
  const [abc, bcd] = [between(ab, bc), between(bc, cd)];
  return [...a, ...ab, ...abc, ...between(abc, bcd)];
}
