// Two networks side by side, one for each run that patching compares, or one above the other where the canvas is narrow.

import type { PatchPlace } from '../../../../../workers/rpc/api/lab-api.ts';
import type { Rect } from '../../../../stage/geometry.ts';
import type { Item } from '../../scene/items.ts';
import { type NetworkShape, zoneIndex } from '../../scene/network-shape.ts';
import type { Projection } from '../../scene/projection.ts';
import type { RunName } from './request.ts';

export interface RunRow {
  readonly site: PatchPlace['site'];
  readonly layer: number;
  /** From the top of the rows, in rows. */
  readonly index: number;
  /** When the forward front reaches it, in zones. */
  readonly depth: number;
}

export interface RunsLayout {
  readonly isStacked: boolean;
  readonly panels: Readonly<Record<RunName, Rect>>;
  /** Where the names of the rows are written: left of each network, or between both. */
  readonly names: Readonly<Record<RunName, { readonly x: number; readonly align: CanvasTextAlign }>>;
  readonly rows: readonly RunRow[];
  /** Height of a row. */
  readonly pitch: number;
  /** From token to token. */
  readonly lane: number;
  /** Of a panel: heights of its title, its tokens, and the bars of its prediction. */
  readonly title: number;
  readonly tokens: number;
  readonly bars: number;
  /** How many. */
  readonly barCount: number;
  /** From one metric to the other, under both networks. */
  readonly gauge: Rect;
  laneX(run: RunName, token: number): number;
  rowY(run: RunName, index: number): number;
}

/** Narrower canvases have one network above the other. */
const STACKED = 640;
/** Lower rows are left out, heads first. */
const LEAST_PITCH = 11;
/** Narrower heads could not be picked up. */
const LEAST_HEAD = 6;

export function layoutRuns({ shape, frame }: Projection, tokens: number): RunsLayout {
  const { width, height, textScale } = frame;
  const isStacked = width < STACKED * textScale;
  const edge = isStacked ? 8 : 14;
  const naming = (isStacked ? 74 : 92) * textScale;
  const gaugeHeight = 46 * textScale;
  const room = height - gaugeHeight - edge;
  const box = isStacked
    ? { width: width - naming - edge, height: (room - edge) / 2 }
    : { width: (width - naming - 2 * edge) / 2, height: room };
  const panels: Record<RunName, Rect> = isStacked
    ? { clean: { x: naming, y: edge, ...box }, corrupt: { x: naming, y: edge + box.height + edge, ...box } }
    : { clean: { x: edge, y: edge, ...box }, corrupt: { x: width - edge - box.width, y: edge, ...box } };
  const [title, tokenRow] = [26 * textScale, 20 * textScale];
  const barCount = isStacked ? 2 : 3;
  const bars = (barCount * 16 + 8) * textScale;
  const rowsHeight = box.height - title - tokenRow - bars;
  const lane = (box.width - 12) / tokens;
  const rows = rowsOf(shape, rowsHeight, lane);
  const pitch = rowsHeight / rows.length;
  const laneX = (run: RunName, token: number) => panels[run].x + 6 + (token + 0.5) * lane;
  const rowY = (run: RunName, index: number) => panels[run].y + title + tokenRow + (index + 0.5) * pitch;
  return {
    ...{ isStacked, panels, rows, pitch, lane, barCount, title, tokens: tokenRow, bars, laneX, rowY },
    names: isStacked
      ? { clean: { x: naming - 6, align: 'right' }, corrupt: { x: naming - 6, align: 'right' } }
      : { clean: { x: width / 2, align: 'center' }, corrupt: { x: width / 2, align: 'center' } },
    gauge: { x: edge, y: height - gaugeHeight, width: width - 2 * edge, height: gaugeHeight },
  };
}

/** Deep networks have no row of heads, deeper ones none between attention and MLP. */
function rowsOf(shape: NetworkShape, height: number, lane: number): RunRow[] {
  const { L, H, M, isParallel } = shape;
  const rowsWith = (hasHeads: boolean, hasMiddle: boolean) => {
    const rows: Omit<RunRow, 'index'>[] = [];
    for (let layer = 0; layer < L; layer++) {
      const attention = zoneIndex(shape, 'attention', layer);
      rows.push({ site: 'hook_resid_pre', layer, depth: attention });
      if (hasHeads) rows.push({ site: 'attn.hook_z', layer, depth: attention + 0.4 });
      rows.push({ site: 'hook_attn_out', layer, depth: attention + 0.8 });
      if (M === 0) continue;
      const mlp = zoneIndex(shape, 'mlp', layer);
      if (hasMiddle && !isParallel) rows.push({ site: 'hook_resid_mid', layer, depth: mlp });
      rows.push({ site: 'hook_mlp_out', layer, depth: mlp + 0.8 });
    }
    rows.push({ site: 'hook_resid_post', layer: L - 1, depth: zoneIndex(shape, 'unembedding') });
    return rows.map((row, index) => ({ ...row, index }));
  };
  const fits = (rows: readonly RunRow[]) => height / rows.length >= LEAST_PITCH;
  const full = rowsWith(true, true);
  if (fits(full) && (0.9 * lane) / H >= LEAST_HEAD) return full;
  const headless = rowsWith(false, true);
  return fits(headless) ? headless : rowsWith(false, false);
}

/** Every activation that can be picked up, of both runs. */
export function runItems(layout: RunsLayout, { H }: NetworkShape, tokens: number): Item[] {
  const { rows, pitch, lane } = layout;
  const height = Math.max(3, Math.min(34, 0.66 * pitch));
  return (['clean', 'corrupt'] as const).flatMap((run) =>
    rows.flatMap(({ site, layer, index, depth }) =>
      Array.from({ length: tokens }, (_, token) => {
        const isHeads = site === 'attn.hook_z';
        const room = Math.min(isHeads ? 0.92 * lane : (site.includes('resid') ? 0.8 : 0.58) * lane, 96);
        const count = isHeads ? H : 1;
        const width = room / count - (isHeads ? Math.min(3, 0.15 * (room / count)) : 0);
        return Array.from({ length: count }, (_, head): Item => {
          const x = layout.laneX(run, token) - room / 2 + (head * room) / count;
          const rect = { x, y: layout.rowY(run, index) - height / 2, width, height };
          const subject = { kind: 'run-node' as const, run, site, layer, token, ...(isHeads && { head }) };
          return { subject, rect, depth, isOfOverlay: true };
        });
      }).flat(),
    ),
  );
}
