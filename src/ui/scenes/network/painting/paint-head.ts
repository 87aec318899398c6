// One head drawn apart: what its grid is painted from, and the lines of queries, keys, weighted values and ΔE.

import { clamp, mix, smoothstep } from '../../../stage/geometry.ts';
import { HEAD_STEPS, type HeadStep } from '../camera/shot.ts';
import { drawn, type HeadScene, headScene } from '../scene/head-scene.ts';
import { patternOf } from '../values/network-values.ts';
import { attentionZoneOf } from './paint-attention.ts';
import { inTurn, isHeadOff, OFF, type Picture, tokenCount } from './picture.ts';

export interface HeadPainting {
  readonly picture: Picture;
  readonly scene: HeadScene;
  /** Progress of each step, 0 to 1. */
  readonly steps: Readonly<Record<HeadStep, number>>;
  readonly alpha: number;
  /** Opacity of other columns than the selected one. */
  readonly others: number;
  /** [query, key]. */
  readonly pattern: Float32Array;
  /** [query, key], unmasked; absent until the head is traced. */
  readonly scores?: Float32Array;
}

/** Of other columns, where one is spoken of. */
const DIM = 0.4;
/** A larger weight is read: its key and value are bright. */
const READ = 0.1;

export function headPainting(picture: Picture): HeadPainting | undefined {
  const { head, view, values, progress, veil } = picture;
  const isOff = head && isHeadOff(picture, head.layer, head.head);
  const alpha = smoothstep(0.35, 0.95, view.pose.head) * (isOff ? OFF : 1);
  const pattern = head && patternOf(values, head.layer, head.head);
  if (!head || !pattern || alpha < 0.02) return undefined;
  const zone = attentionZoneOf(picture, head.layer);
  const step = (name: HeadStep) => [name, drawn(progress.head, name)];
  return {
    ...{ picture, alpha, pattern },
    scene: headScene(view, zone, head.head, tokenCount(picture), progress.head),
    steps: Object.fromEntries(HEAD_STEPS.map(step)),
    others: mix(DIM, 1, veil?.spotlight === 'grid' ? veil.drawn : 0),
    scores: values.lenses['head-trace']?.scores,
  };
}

/** Lines below the patches. */
export function paintHeadLines(painting: HeadPainting): void {
  const { picture, scene, steps, alpha, others } = painting;
  const T = tokenCount(picture);
  if (steps.queries > 0) paintColumn(painting);
  for (let key = 0; key < T; key++) paintKeyLines(painting, key);
  for (let query = 0; query < T; query++) {
    const strength = alpha * (query === picture.token ? 1 : 0.7 * others);
    paintQueryLines(painting, query, strength);
    if (steps.values > 0) paintCollector(painting, query, strength);
    if (steps.output > 0) paintOutput(picture, scene, query, strength * steps.output);
  }
}

/** From the stream down to the key, and right along the row, past the queries that may read it. */
function paintKeyLines({ picture, scene, steps, alpha, pattern }: HeadPainting, key: number): void {
  const { brush, view, token } = picture;
  const { palette } = brush;
  const { patch, split } = scene;
  const T = tokenCount(picture);
  const grown = inTurn(steps.keys, key, T);
  if (grown === 0 || scene.rowHeight <= 11) return;
  const [lane, row, last] = [view.laneX(key), scene.row(key), scene.column(T - 1)];
  const x = lane + patch.width / 2 + 2;
  const isRead = pattern[token * T + key] > READ && key <= token && steps.pattern > 0.5;
  const width = isRead ? 2 : 1.2;
  const stream = streamY(picture, scene);
  brush.line(
    lane,
    stream,
    lane,
    mix(stream, row - split - patch.height / 2 - 2, grown),
    palette.lineStrong,
    1.3,
    0.6 * alpha,
  );
  brush.line(
    x,
    row - split,
    mix(x, last, grown),
    row - split,
    palette.key,
    width,
    alpha * (isRead ? 0.9 : 0.3),
  );
  // Until the mask, earlier queries meet it too.
  const first = scene.column(0);
  if (key > 0 && steps.scores > 0)
    brush.line(
      first,
      row,
      lane - patch.width / 2 - 2,
      row,
      palette.key,
      1,
      0.16 * alpha * steps.scores * (1 - steps.mask),
    );
  if (steps.values > 0)
    brush.line(
      x,
      row + split,
      mix(x, last, steps.values),
      row + split,
      palette.value,
      width,
      alpha * (isRead ? 0.65 : 0.22),
    );
}

/** Middle of the vectors that the head reads. */
function streamY({ view }: Picture, { layer }: HeadScene): number {
  const zone = view.shape.zones.findIndex((each) => each.kind === 'attention' && each.layer === layer);
  return view.tops[zone] + view.vectorHeight(zone) / 2;
}

/** From the stream to the query, and down its column. */
function paintQueryLines({ picture, scene, steps }: HeadPainting, query: number, strength: number): void {
  const { brush, view, token } = picture;
  const { palette } = brush;
  const T = tokenCount(picture);
  const isChosen = query === token;
  const [from, to, y] = [
    view.laneX(query) + view.vectorWidth / 2,
    scene.column(query),
    streamY(picture, scene),
  ];
  brush.curve(
    [from, y, to, y, to, y, to, scene.queryY - 2],
    palette.query,
    isChosen ? 1.8 : 1.2,
    strength * inTurn(steps.queries, query, T),
  );
  if (steps.scores === 0) return;
  const top = scene.queryY + scene.query.height;
  const bottom = mix(scene.row(T - 1), scene.row(query), steps.mask);
  const end = mix(top, bottom, inTurn(steps.scores, query, T));
  brush.line(to, top, to, end, palette.query, isChosen ? 2 : 1.1, strength * (isChosen ? 1 : 0.5));
}

/** Behind the selected query and what it meets. */
function paintColumn({ picture: { brush, token }, scene, steps, alpha, others }: HeadPainting): void {
  const width = 0.68 * scene.pitch;
  const grid = mix(scene.end + 4, scene.outputY + scene.outputSize.height + 7, steps.values);
  const bottom = mix(scene.queryY + scene.query.height + 8, grid, steps.scores);
  const rect = {
    x: scene.column(token) - width / 2,
    y: scene.queryY - 8,
    width,
    height: bottom - scene.queryY + 8,
  };
  const { isDark, query } = brush.palette;
  brush.fill(rect, 10, query, (isDark ? 0.08 : 0.12) * alpha * mix(1, 0.3, (others - DIM) / (1 - DIM)));
}

/** A stream of values that grows by each weight: every query's is equally thick at its end. */
function paintCollector(
  { picture, scene, steps, pattern }: HeadPainting,
  query: number,
  alpha: number,
): void {
  const { brush } = picture;
  const { context, palette } = brush;
  const progress = steps.values;
  const T = tokenCount(picture);
  const thickest = clamp(scene.pitch * 0.08, 1.2, 9);
  const x = scene.column(query) - 0.17 * scene.pitch;
  const bend = Math.min(16, scene.rowHeight * 0.7);
  const weights = pattern.subarray(query * T, query * T + query + 1);
  // Its edge from top to bottom: where the weight of a key joins, it widens.
  const edge: { y: number; half: number }[] = [];
  let sum = 0;
  weights.forEach((weight, key) => {
    const y = scene.row(key);
    const before = sum;
    sum += weight;
    if (weight > 0.004) {
      const from = scene.column(query) - scene.radius * Math.sqrt(weight);
      const width = Math.max(0.8, weight * thickest);
      brush.curve([from, y, x, y, x, y, x, y + bend], palette.value, width, alpha * progress);
    }
    const half = (share: number) => Math.max(0.4, (share * thickest * progress) / 2);
    edge.push({ y: y + bend * 0.8, half: half(before) }, { y: y + bend, half: half(sum) });
  });
  edge.push({ y: Math.max(scene.zY - 2, edge[edge.length - 1].y), half: edge[edge.length - 1].half });
  context.globalAlpha = alpha * 0.9;
  context.fillStyle = palette.value;
  context.beginPath();
  for (const { y, half } of edge) context.lineTo(x + half, y);
  for (const { y, half } of edge.toReversed()) context.lineTo(x - half, y);
  context.fill();
  context.globalAlpha = 1;
}

function paintOutput(picture: Picture, scene: HeadScene, query: number, alpha: number): void {
  const { view, brush } = picture;
  const shade = brush.palette.head(scene.head, view.shape.H);
  const { sum } = attentionZoneOf(picture, scene.layer);
  const [x, lane] = [scene.column(query), view.laneX(query)];
  const key = scene.row(query) + scene.split + scene.patch.height / 2 + 2;
  brush.line(lane, key, lane, sum - 9, brush.palette.lineStrong, 1.3, 0.6 * alpha);
  brush.line(x, scene.zY + scene.patch.height, x, scene.outputY, shade, 1.5, alpha);
  const y = scene.outputY + scene.outputSize.height;
  brush.curve([x, y, x, sum, x, sum, lane + 9, sum], shade, 1.8, alpha);
}

/** Hides the sum below the head, and what comes after it, until the head has something to add. */
export function paintUndrawn({ picture, scene, steps, alpha }: HeadPainting): void {
  const { frame } = picture.view;
  const y = attentionZoneOf(picture, scene.layer).sum - 10;
  const rect = { x: frame.rail, y, width: frame.width - frame.rail, height: Math.max(0, frame.height - y) };
  picture.brush.fill(rect, 0, picture.brush.palette.background, alpha * (1 - steps.output));
}
