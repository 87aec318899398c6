// One head drawn apart. A row a key, a column a query, as in the video: keys and values run right from their lane, queries run
// down beside theirs, and where they cross is the weight. Keys after the query never meet it.

import type { ActivationName } from '../../../../workers/rpc/api/lab-api.ts';
import { clamp, type Rect, smoothstep } from '../../../stage/geometry.ts';
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
  /** Canvas x of a query's column. */
  column(query: number): number;
  /** Canvas y of a key's row. */
  row(key: number): number;
  readonly rowHeight: number;
  /** Largest radius of a crossing. */
  readonly radius: number;
  /** Patches of queries, keys and values (D). */
  readonly patch: { readonly width: number; readonly height: number };
  readonly queryY: number;
  readonly zY: number;
  readonly outputY: number;
  readonly outputSize: { readonly width: number; readonly height: number };
}

export function headScene(view: Projection, zone: AttentionZone, head: number, tokens: number): HeadScene {
  const { shape, gap, vectorWidth } = view;
  const { columns, rows } = patchGrid(shape.D);
  const widest = Math.max(4, Math.min(50, gap * 0.6, vectorWidth));
  const room = Math.max(60, zone.sum - zone.top);
  const height = Math.min((widest * rows) / columns, room * 0.06, 26);
  const outputSize = { width: widest, height: Math.min(widest / 2, room * 0.06, 26) };
  const queryY = zone.top + 16;
  const outputY = zone.sum - 22 - outputSize.height;
  const zY = outputY - 20 - height;
  const [first, last] = [queryY + height + 20, zY - 18];
  const rowHeight = Math.max(1, (last - first) / Math.max(1, tokens));
  return {
    ...{ layer: zone.layer, head, rowHeight, queryY, zY, outputY, outputSize },
    keyValueHead: Math.floor((head * shape.K) / shape.H),
    column: (query) => view.gapX(query) + gap / 2,
    row: (key) => first + (key + 0.5) * rowHeight,
    radius: clamp(Math.min(rowHeight * 0.44, gap * 0.3), 1, 22),
    patch: { width: widest, height: Math.max(2, Math.min(height, rowHeight / 2 - 3)) },
  };
}

/** Whether a step of the computation is drawn. */
const hasStep = (shown: HeadStep, step: HeadStep) => HEAD_STEPS.indexOf(step) <= HEAD_STEPS.indexOf(shown);

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
  step: HeadStep,
): Item[] {
  const alpha = smoothstep(0.4, 0.95, view.pose.head);
  if (alpha < 0.02) return [];
  const { layer, head, keyValueHead, patch, outputSize } = scene;
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
    add(part(names.q, head), around(column, scene.queryY, patch), zone + 0.1);
    if (hasStep(step, 'keys'))
      add(part(names.k, keyValueHead), around(lane, row - patch.height - 1, patch), zone + 0.2);
    if (hasStep(step, 'values')) {
      add(part(`blocks.${layer}.attn.hook_v`, keyValueHead), around(lane, row + 1, patch), zone + 0.3);
    }
    if (hasStep(step, 'output')) {
      add(part(`blocks.${layer}.attn.hook_z`, head), around(column, scene.zY, patch), zone + 0.7);
      add({ kind: 'head-output', layer, head, token }, around(column, scene.outputY, outputSize), zone + 0.8);
    }
    if (!hasStep(step, 'scores')) continue;
    for (let key = 0; key < tokens; key++) {
      if (key > token && hasStep(step, 'mask')) continue;
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
