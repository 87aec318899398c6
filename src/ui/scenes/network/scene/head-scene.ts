// One head drawn apart. A row a key, a column a query, as in the video: keys and values run right from their lane, queries run
// down beside theirs, and where they cross is the weight. Keys after the query never meet it.

import type { ActivationName } from '../../../../workers/rpc/api/lab-api.ts';
import { clamp, mix, type Rect, smoothstep } from '../../../stage/geometry.ts';
import { HEAD_STEPS, type HeadStep } from '../camera/shot.ts';
import type { AttentionZone } from './attention-scene.ts';
import type { Item } from './items.ts';
import { patchGrid } from './network-shape.ts';
import type { Projection } from './projection.ts';

export interface HeadScene {
  readonly layer: number;
  readonly head: number;
  /** The head that its keys and values come from, where heads share them. */
  readonly keyValueHead: number;
  /** From column to column. */
  readonly pitch: number;
  /** Canvas x of a query's column. */
  column(query: number): number;
  /** Canvas y of a key's row. */
  row(key: number): number;
  readonly rowHeight: number;
  /** Canvas y of the end of the last row. */
  readonly end: number;
  /** Largest radius of a crossing. */
  readonly radius: number;
  /** Patches of queries, keys and values (D). */
  readonly patch: { readonly width: number; readonly height: number };
  /** How far the middles of a key and of its value are above and below their row. */
  readonly split: number;
  /** Of queries; larger while there is nothing else. */
  readonly query: { readonly width: number; readonly height: number };
  readonly queryY: number;
  readonly zY: number;
  readonly outputY: number;
  readonly outputSize: { readonly width: number; readonly height: number };
}

/** @param progress how far the head is drawn, in steps: rows make room for what follows from them */
export function headScene(
  view: Projection,
  zone: AttentionZone,
  head: number,
  tokens: number,
  progress: number,
): HeadScene {
  const { shape, frame, scale } = view;
  const { columns, rows } = patchGrid(shape.D);
  const pitch = frame.pitch * scale;
  const widest = clamp(pitch * 0.46, 4, 50);
  const room = Math.max(60, zone.sum - zone.top);
  const height = Math.min((widest * rows) / columns, room * 0.06, 26);
  const outputSize = { width: widest, height: Math.min(widest / 2, room * 0.06, 26) };
  const lower = drawn(progress, 'values');
  // Queries alone are where their rows will be; without an output, rows reach over the hidden sum.
  const others = drawn(progress, 'keys');
  const queryY = zone.top + mix(0.4 * room, 16, others);
  const outputY = zone.sum - 22 - outputSize.height;
  const zY = outputY - 20 - height;
  const first = zone.top + 16 + height + Math.min(36, room * 0.09);
  const end = mix(zone.sum - 10, zY - 18, lower);
  const rowHeight = Math.max(1, (end - first) / Math.max(1, tokens));
  const patch = { width: widest, height: Math.max(2, Math.min(height, rowHeight / 2 - 3)) };
  const larger = mix(1.5, 1, others);
  return {
    query: { width: larger * patch.width, height: larger * patch.height },
    ...{ layer: zone.layer, head, rowHeight, end, pitch, queryY, zY, outputY, outputSize, patch },
    keyValueHead: Math.floor((head * shape.K) / shape.H),
    column: (query) => view.gapX(query) + view.gap / 2,
    row: (key) => first + (key + 0.5) * rowHeight,
    radius: clamp(Math.min(rowHeight * 0.42, pitch * 0.23), 1, 25),
    split: lower * (patch.height / 2 + 1),
  };
}

/** How far a step of the computation is drawn, 0 to 1. */
export const drawn = (progress: number, step: HeadStep): number => clamp(progress - HEAD_STEPS.indexOf(step));

/** Keys and queries as the attention reads them: normed and rotated where the model does that. */
export interface HeadNames {
  readonly q: ActivationName;
  readonly k: ActivationName;
}

export function headItems(
  view: Projection,
  scene: HeadScene,
  names: HeadNames,
  tokens: number,
  progress: number,
): Item[] {
  const alpha = smoothstep(0.4, 0.95, view.pose.head);
  if (alpha < 0.02) return [];
  const { layer, head, keyValueHead, patch, outputSize, split } = scene;
  const hasStep = (step: HeadStep) => drawn(progress, step) > 0;
  const items: Item[] = [];
  const add = (subject: Item['subject'], rect: Rect, depth: number, opacity = alpha) =>
    items.push({ subject, rect, depth, alpha: opacity });
  const zone = view.shape.zones.findIndex((each) => each.kind === 'attention' && each.layer === layer);
  const around = (x: number, y: number, { width, height }: { width: number; height: number }) => ({
    ...{ x: x - width / 2, y, width, height },
  });
  for (let token = 0; token < tokens; token++) {
    const [lane, column, row] = [view.laneX(token), scene.column(token), scene.row(token)];
    const part = (name: ActivationName, index: number) =>
      ({ kind: 'head-vector', name, token, head: index }) as const;
    add(part(names.q, head), around(column, scene.queryY, scene.query), zone + 0.1);
    if (hasStep('keys'))
      add(part(names.k, keyValueHead), around(lane, row - split - patch.height / 2, patch), zone + 0.2);
    if (hasStep('values')) {
      add(
        part(`blocks.${layer}.attn.hook_v`, keyValueHead),
        around(lane, row + split - patch.height / 2, patch),
        zone + 0.3,
      );
    }
    if (hasStep('output')) {
      add(part(`blocks.${layer}.attn.hook_z`, head), around(column, scene.zY, patch), zone + 0.7);
      add({ kind: 'head-output', layer, head, token }, around(column, scene.outputY, outputSize), zone + 0.8);
    }
    if (!hasStep('scores')) continue;
    for (let key = 0; key < tokens; key++) {
      if (key > token && drawn(progress, 'mask') === 1) continue;
      const size = { width: 2 * scene.radius, height: 2 * scene.radius };
      add(
        { kind: 'weight', layer, head, query: token, key },
        around(column, scene.row(key) - scene.radius, size),
        zone + 0.4,
      );
    }
  }
  return items;
}
