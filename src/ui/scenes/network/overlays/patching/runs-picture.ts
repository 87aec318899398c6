// Two networks, one for each run that patching compares: a vector is dragged from one onto its place in the other, and the answer changes.

import { msg, str } from '@lit/localize';
import type { PatchPlace } from '../../../../../workers/rpc/api/lab-api.ts';
import { formatPercent, formatSigned } from '../../../../format/numbers.ts';
import { tokenLabel } from '../../../../format/token-label.ts';
import { clamp, mix, type Rect } from '../../../../stage/geometry.ts';
import type { Shot } from '../../camera/shot.ts';
import type { Picture } from '../../painting/picture.ts';
import { revealed } from '../../painting/picture.ts';
import type { Item } from '../../scene/items.ts';
import type { OverlayScene } from '../overlay.ts';
import { stateOf, withState } from '../overlay-state.ts';
import { discRect, widened } from '../stream.ts';
import { effectAt, fullEffect, isSamePlace, metricsOf, placeName, placeOf, withPlace } from './effects.ts';
import { changedRun, differenceAt, nodeVector, otherRun, type Patching } from './pair-runs.ts';
import type { RunName, RunNode } from './request.ts';
import { layoutRuns, type RunRow, type RunsLayout, runItems } from './runs-scene.ts';

export const runsScene: OverlayScene = {
  items(view, { lenses: { patching } }) {
    const tokens = patching?.pairs[0].clean.length ?? 1;
    return runItems(layoutRuns(view, tokens), view.shape, tokens);
  },
  paint: paintRuns,
  landing(item, at, items, view) {
    const node = item.subject as RunNode;
    const { panels } = layoutRuns(view, 1);
    const { x, y, width, height } = panels[otherRun(node.run)];
    const isOver = at.x >= x && at.x <= x + width && at.y >= y && at.y <= y + height;
    return isOver ? twinOf(items, node) : undefined;
  },
  drop(shot, item) {
    const node = item.subject as RunNode;
    const { place, method = 'denoise' } = stateOf(shot, 'patching');
    const isThere = isSamePlace(place, placeOf(node)) && changedRun(method) !== node.run;
    return isThere ? shot : carriedShot(shot, node);
  },
};

/** With an activation of one run patched into the other; with none, if it is the one that is. */
export function carriedShot(shot: Shot, node: RunNode): Shot {
  const method = node.run === 'clean' ? 'denoise' : 'noise';
  const { place, ...state } = stateOf(shot, 'patching');
  const isOther = (state.method ?? 'denoise') !== method;
  return withPlace(
    withState(shot, 'patching', { ...state, ...(place && !isOther && { place }), method }),
    placeOf(node) as PatchPlace,
  );
}

/** The same place in the other run. */
const twinOf = (items: readonly Item[], node: RunNode): Item | undefined =>
  items.find(
    ({ subject }) =>
      subject.kind === 'run-node' &&
      subject.run !== node.run &&
      subject.token === node.token &&
      subject.layer === node.layer &&
      subject.site === node.site &&
      subject.head === node.head,
  );

interface Drawing {
  readonly picture: Picture;
  readonly patching: Patching & { readonly runs: NonNullable<Patching['runs']> };
  readonly layout: RunsLayout;
  /** The run that a drop changes: of what is carried, else of what is patched. */
  readonly changed: RunName;
  /** Row of the patched place, where the answer is known. */
  readonly patchedRow: number | undefined;
}

function paintRuns(picture: Picture): void {
  const { values, view, shot, carried } = picture;
  const { patching } = values.lenses;
  if (!patching?.runs) return;
  const layout = layoutRuns(view, patching.pairs[0].clean.length);
  const { place } = patching.patch ?? {};
  const row = layout.rows.find(({ site, layer }) => site === place?.site && layer === place.layer);
  const { place: chosen, method = 'denoise' } = stateOf(shot, 'patching');
  const isCurrent = isSamePlace(place, chosen) && patching.method === method;
  const drawing: Drawing = {
    ...{ picture, patching: { ...patching, runs: patching.runs }, layout },
    changed: carried ? otherRun((carried.item.subject as RunNode).run) : changedRun(method),
    patchedRow: isCurrent && patching.runs.patched ? row?.index : undefined,
  };
  for (const run of ['clean', 'corrupt'] as const) paintNetwork(drawing, run);
  paintRowNames(drawing);
  for (const item of picture.items)
    if (item.subject.kind === 'run-node') paintNode(drawing, item, item.subject);
  paintPatch(drawing);
  paintGauge(drawing);
  paintCarried(drawing);
}

const RUN_TITLES: Record<RunName, string> = { clean: msg('Clean run'), corrupt: msg('Corrupted run') };

/** Its box, title, tokens, streams and prediction. */
function paintNetwork(drawing: Drawing, run: RunName): void {
  const { picture, layout, patching, changed } = drawing;
  const { brush, carried } = picture;
  const { palette } = brush;
  const panel = layout.panels[run];
  const isLanding = carried !== undefined && changed === run;
  brush.fill(panel, 10, palette.surface, 0.6);
  brush.outline(
    panel,
    10,
    isLanding ? palette.highlight : palette.line,
    1,
    isLanding && carried.landing ? 2.5 : isLanding ? 1.5 : 1,
  );
  brush.text(RUN_TITLES[run], panel.x + 12, panel.y + layout.title / 2 + 2, {
    ...{ size: 13, isBold: true, colour: palette.text, maxWidth: 0.4 * panel.width },
  });
  const [pair] = patching.pairs;
  const y = panel.y + layout.title + layout.tokens / 2;
  pair[run].forEach(({ id, text }, token) => {
    const x = layout.laneX(run, token);
    const isOther = id !== pair.clean[token].id || id !== pair.corrupt[token].id;
    brush.line(
      x,
      y + layout.tokens / 2,
      x,
      layout.rowY(run, layout.rows.length - 1),
      palette.lineStrong,
      Math.min(3, layout.lane / 8),
      0.45,
    );
    if (layout.lane < 20) return;
    brush.text(tokenLabel(text), x, y, {
      ...{ size: 12, align: 'center', maxWidth: layout.lane - 3, isBold: isOther },
      colour: isOther ? (run === 'clean' ? palette.positive : palette.negative) : palette.muted,
    });
  });
  paintPrediction(drawing, run);
}

/** What the patch changes grows from its row down: how far it has come to a row, 0 to 1. */
function reached({ picture, layout, patchedRow }: Drawing, index: number): number {
  if (patchedRow === undefined) return 0;
  const last = layout.rows.length + 1;
  const front = patchedRow + picture.flow * (last - patchedRow);
  return index < patchedRow ? 0 : clamp(front - index);
}

function paintPrediction(drawing: Drawing, run: RunName): void {
  const { picture, layout, patching, changed, patchedRow } = drawing;
  const { brush, values } = picture;
  const { palette } = brush;
  const panel = layout.panels[run];
  const { patched } = patching.runs;
  const before = patching.runs[run].prediction;
  const grown = run === changed && patched ? reached(drawing, layout.rows.length) : 0;
  const after = grown > 0 ? patched?.prediction : undefined;
  const ids = new Set([before[0], ...(after ?? []), ...before].map(({ id }) => id));
  const done = revealed(picture, values.tokens.length - 1, 1e3, 1);
  const left = panel.x + Math.min(110, 0.34 * panel.width);
  const room = panel.x + panel.width - left - 58;
  const first = (after && grown > 0.5 ? after : before)[0].id;
  [...ids].slice(0, layout.barCount).forEach((id, rank) => {
    const [one, other] = [before, after].map((list) => list?.find((each) => each.id === id));
    const was = one?.probability ?? 0;
    const is = after ? (other?.probability ?? 0) : was;
    const text = (one ?? other)?.text ?? '';
    const probability = mix(was, is, grown);
    const y = panel.y + panel.height - layout.bars + (rank + 0.5) * ((layout.bars - 8) / layout.barCount) + 2;
    const isFirst = id === first;
    brush.text(tokenLabel(text), left - 8, y, {
      ...{ size: 12, align: 'right', isBold: isFirst, maxWidth: left - panel.x - 14, alpha: done },
      colour: isFirst ? palette.text : palette.muted,
    });
    brush.fill(
      { x: left, y: y - 4, width: Math.max(1.5, room * probability), height: 8 },
      3,
      palette.positive,
      done * (isFirst ? 0.95 : 0.5),
    );
    if (after && Math.abs(was - is) > 0.005)
      brush.dashed({ x: left, y: y - 5.5, width: Math.max(2, room * was), height: 11 }, 3, palette.text, 0.8);
    brush.text(
      formatPercent(probability),
      left + Math.max(1.5, room * Math.max(probability, after ? was : 0)) + 6,
      y,
      {
        ...{ size: 12, alpha: done, colour: isFirst ? palette.text : palette.muted },
      },
    );
  });
  if (run === changed && patchedRow !== undefined && layout.panels[run].width > 300)
    brush.text(msg('patched'), panel.x + panel.width - 12, panel.y + layout.title / 2 + 2, {
      ...{ size: 12, align: 'right', isBold: true, colour: palette.highlight },
    });
}

/** Layers count from 1. */
function rowName({ site, layer }: RunRow): string {
  switch (site) {
    case 'hook_resid_pre':
      return layer === 0 ? msg('embedding') : msg('stream');
    case 'attn.hook_z':
      return msg(str`heads ${layer + 1}`);
    case 'hook_attn_out':
      return msg(str`attention ${layer + 1}`);
    case 'hook_mlp_out':
      return msg(str`MLP ${layer + 1}`);
    default:
      return msg('stream');
  }
}

function paintRowNames({ picture, layout }: Drawing): void {
  const { brush } = picture;
  const runs: RunName[] = layout.isStacked ? ['clean', 'corrupt'] : ['clean'];
  const least = 14 * picture.view.frame.textScale;
  for (const run of runs) {
    const { x, align } = layout.names[run];
    let last = Number.NEGATIVE_INFINITY;
    for (const row of layout.rows) {
      const y = layout.rowY(run, row.index);
      if (y - last < least) continue;
      last = y;
      brush.text(rowName(row), x, y, {
        ...{
          size: 12,
          align,
          maxWidth: layout.isStacked ? x - 4 : layout.panels.corrupt.x - 2 * x + layout.panels.corrupt.x,
        },
        colour: row.site.includes('resid') ? brush.palette.faint : brush.palette.muted,
      });
    }
  }
}

/** Where both runs agree there is nothing to carry. */
const DIMMEST = 0.2;

function paintNode(drawing: Drawing, { rect, depth }: Item, node: RunNode): void {
  const { picture, patching, changed, layout, patchedRow } = drawing;
  const { brush, bitmaps, values } = picture;
  const { runs } = patching;
  const done = revealed(picture, node.token, depth, 0.3);
  if (done <= 0) return;
  const row = layout.rows.find(({ site, layer }) => site === node.site && layer === node.layer)?.index ?? 0;
  const isChanged = node.run === changed && patchedRow !== undefined;
  const share = isChanged ? reached(drawing, row) : 0;
  const apart = differenceAt(runs, 'clean', 'corrupt', node);
  const moved = isChanged ? differenceAt(runs, changed, 'patched', node) : 0;
  const visible = (difference: number) => mix(DIMMEST, 1, clamp(difference));
  const alpha = done * mix(visible(apart), visible(moved), share);
  const paintRun = (run: 'clean' | 'corrupt' | 'patched', opacity: number) => {
    const vector = nodeVector(runs, run, node);
    if (!vector || opacity < 0.02) return;
    const { tensor, index, range } = vector;
    brush.patch(bitmaps.patches(tensor, tensor.shape[1], range, aspectOf(rect)), index, rect, {
      alpha: opacity,
    });
  };
  brush.fill(rect, 2, brush.palette.background, 1);
  paintRun(node.run, alpha * (1 - share));
  if (share > 0) paintRun('patched', alpha * share);
  if (share > 0.5 && moved > 0.02)
    brush.outline(widened(rect, 1), 3, brush.palette.highlight, 0.25 + 0.75 * clamp(2 * moved), 1.25);
  if (node.run === changed || !isSource(drawing)) return;
  const place = placeOf(node);
  const effect = place && effectAt(values, place);
  if (!effect) return;
  const part = clamp(effect.value / fullEffect(values), -1, 1);
  if (Math.abs(part) < 0.03) return;
  brush.outline(
    widened(rect, 1.5),
    3,
    part > 0 ? brush.palette.positive : brush.palette.negative,
    0.25 + 0.75 * Math.sqrt(Math.abs(part)),
    1 + 2 * Math.sqrt(Math.abs(part)),
  );
}

/** Of the grid of numbers; few different ones, of which bitmaps are kept. */
const aspectOf = ({ width, height }: Rect): number => Math.max(1, Math.round(width / height));

/** Whether the effects at hand are of what is carried from the run that stays as it is. */
const isSource = ({ patching, changed }: Drawing): boolean =>
  (patching.method === 'denoise' || patching.method === 'noise') && changedRun(patching.method) === changed;

const middle = ({ x, y, width, height }: Rect) => ({ x: x + width / 2, y: y + height / 2 });

/** The place that is patched, in both networks, and the way from one to the other. */
function paintPatch({ picture, patching, changed }: Drawing): void {
  const { brush, items, shot, carried } = picture;
  const { place } = stateOf(shot, 'patching');
  if (!place || carried) return;
  const { highlight } = brush.palette;
  const isOfPlace = ({ subject }: Item, run: RunName) =>
    subject.kind === 'run-node' &&
    subject.run === run &&
    subject.site === place.site &&
    subject.layer === place.layer &&
    (place.position === undefined || subject.token === place.position) &&
    (place.part === undefined || subject.head === place.part);
  const isCarriedOver = patching.method === 'denoise' || patching.method === 'noise';
  for (const target of items.filter((item) => isOfPlace(item, changed))) {
    brush.outline(widened(target.rect, 3), 4, highlight, 1, 2.5);
    const source = isCarriedOver ? twinOf(items, target.subject as RunNode) : undefined;
    if (!source) continue;
    brush.outline(widened(source.rect, 3), 4, highlight, 0.7, 1.5);
    if (place.position !== undefined) paintWay(picture, middle(source.rect), middle(target.rect), 0.6);
  }
}

function paintWay(
  { brush }: Picture,
  from: { x: number; y: number },
  to: { x: number; y: number },
  alpha: number,
): void {
  const { context, palette } = brush;
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  context.setLineDash([5, 4]);
  const bend = Math.abs(dx) > Math.abs(dy) ? [dx * 0.35, -18] : [18, dy * 0.35];
  brush.curve(
    [
      from.x,
      from.y,
      from.x + bend[0],
      from.y + bend[1],
      to.x - bend[0],
      to.y + (Math.abs(dx) > Math.abs(dy) ? bend[1] : -bend[1]),
      to.x,
      to.y,
    ],
    palette.highlight,
    1.5,
    alpha,
  );
  context.setLineDash([]);
}

/** What is carried, above the pointer, and where it lands. */
function paintCarried({ picture, patching }: Drawing): void {
  const { brush, bitmaps, carried, items } = picture;
  if (!carried) return;
  const { palette } = brush;
  const { item, at, landing } = carried;
  const node = item.subject as RunNode;
  const target = twinOf(items, node);
  brush.outline(widened(item.rect, 3), 4, palette.highlight, 0.8, 1.5);
  if (target) {
    if (landing) {
      brush.fill(widened(target.rect, 7), 7, palette.highlight, 0.3);
      brush.outline(widened(target.rect, 4), 5, palette.highlight, 1, 3);
    } else brush.dashed(widened(target.rect, 4), 5, palette.highlight, 1);
    paintWay(picture, at, middle(target.rect), landing ? 0.9 : 0.35);
  }
  const vector = nodeVector(patching.runs, node.run, node);
  if (!vector) return;
  const scale = Math.max(1.5, 44 / item.rect.width);
  const [width, height] = [item.rect.width * scale, Math.max(12, item.rect.height * 1.4)];
  const rect = { x: at.x - width / 2, y: at.y - height - 12, width, height };
  const { context } = brush;
  context.save();
  context.shadowColor = palette.background;
  context.shadowBlur = 14;
  brush.fill(widened(rect, 4), 5, palette.raised, 1);
  context.restore();
  brush.patch(
    bitmaps.patches(vector.tensor, vector.tensor.shape[1], vector.range, aspectOf(item.rect)),
    vector.index,
    rect,
  );
  brush.outline(widened(rect, 4), 5, palette.highlight, 1, 2);
  const labels = patching.pairs[0][node.run].map(({ text }) => tokenLabel(text));
  const place = placeOf(node);
  if (place)
    brush.text(placeName(place, labels), clamp(at.x, 70, picture.view.frame.width - 70), rect.y - 14, {
      ...{ size: 12, isBold: true, align: 'center', hasHalo: true, colour: palette.text },
    });
}

/** From the metric of one run to that of the other, and where the patched run is. */
function paintGauge(drawing: Drawing): void {
  const { picture, layout, patching, changed, patchedRow } = drawing;
  const { brush } = picture;
  const { palette } = brush;
  const { clean, corrupt } = metricsOf(patching);
  const { gauge } = layout;
  const y = gauge.y + 0.56 * gauge.height;
  const inset = Math.min(0.16 * gauge.width, 130);
  const [left, right] = [gauge.x + inset, gauge.x + gauge.width - inset];
  const x = (value: number) => mix(left, right, clamp((value - clean) / (corrupt - clean || 1), -0.08, 1.08));
  brush.line(left, y, right, y, palette.lineStrong, 2);
  const end = (text: string, value: number, at: number, align: CanvasTextAlign) => {
    brush.fill(discRect(at, y, 3), 3, palette.muted, 1);
    const beside = at + (align === 'right' ? -10 : 10);
    brush.text(text, beside, y - 8, { ...{ size: 12, align, colour: palette.muted, maxWidth: inset - 8 } });
    brush.text(formatSigned(value), beside, y + 8, {
      ...{ size: 12, align, isBold: true, colour: palette.text },
    });
  };
  end('clean', clean, left, 'right');
  end('corrupted', corrupt, right, 'left');
  const { patch } = patching;
  if (!patch || patchedRow === undefined) {
    const hint = layout.isStacked
      ? msg('Drag a vector onto the other network')
      : msg('Drag a vector from one network onto the other');
    if (!picture.carried)
      brush.text(hint, gauge.x + gauge.width / 2, y - 17, {
        ...{ size: 13, align: 'center', hasHalo: true },
      });
    return;
  }
  const before = changed === 'clean' ? clean : corrupt;
  const after = mix(before, before + patch.exact, reached(drawing, layout.rows.length));
  brush.line(x(before), y, x(after), y, palette.highlight, 4);
  brush.fill(discRect(x(after), y, 7), 7, palette.highlight, 1);
  brush.outline(discRect(x(after), y, 7), 7, palette.background, 1, 2);
  brush.text(
    `${formatSigned(before)} → ${formatSigned(after)}`,
    clamp(x(after), left + 40, right - 40),
    y - 17,
    {
      ...{ size: 13, isBold: true, align: 'center', hasHalo: true, colour: palette.text },
    },
  );
}
