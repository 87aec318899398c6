// One head drawn apart: queries, keys, their dot products, mask, softmax, weighted values, and what is added to the stream.

import { msg } from '@lit/localize';
import { formatPercent, formatSignedFixed } from '../../../format/numbers.ts';
import { clamp, mix, smoothstep } from '../../../stage/geometry.ts';
import { scoreShares } from '../../../views/attention/head-values.ts';
import { type HeadScene, headScene } from '../scene/head-scene.ts';
import { patternOf } from '../values/network-values.ts';
import { attentionZoneOf } from './paint-attention.ts';
import { isHeadOff, OFF, type Picture, tokenCount } from './picture.ts';

/** Progress of each step, in the order of `HEAD_STEPS`. */
interface Steps {
  readonly queries: number;
  readonly keys: number;
  readonly scores: number;
  readonly mask: number;
  readonly pattern: number;
  readonly values: number;
  readonly output: number;
}

interface HeadPainting {
  readonly picture: Picture;
  readonly scene: HeadScene;
  readonly steps: Steps;
  readonly alpha: number;
  /** [query, key]. */
  readonly pattern: Float32Array;
  /** [query, key], unmasked; absent until the head is traced. */
  readonly scores?: Float32Array;
}

export function headPainting(picture: Picture): HeadPainting | undefined {
  const { head, view, values, progress } = picture;
  const isOff = head && isHeadOff(picture, head.layer, head.head);
  const alpha = smoothstep(0.35, 0.95, view.pose.head) * (isOff ? OFF : 1);
  const pattern = head && patternOf(values, head.layer, head.head);
  if (!head || !pattern || alpha < 0.02) return undefined;
  const zone = attentionZoneOf(picture, head.layer);
  const step = (index: number) => clamp(progress.head - index);
  const [queries, keys, scores, mask, softmax, weighted, output] = [0, 1, 2, 3, 4, 5, 6].map(step);
  return {
    ...{ picture, alpha, pattern },
    scene: headScene(view, zone, head.head, tokenCount(picture)),
    steps: { queries, keys, scores, mask, pattern: softmax, values: weighted, output },
    scores: values.lenses['head-trace']?.scores,
  };
}

/** Lines below the patches. */
export function paintHeadLines({ picture, scene, steps, alpha, pattern }: HeadPainting): void {
  const { brush, view, token } = picture;
  const { palette } = brush;
  const { vectorWidth, tops } = view;
  const T = tokenCount(picture);
  const zone = attentionZoneOf(picture, scene.layer);
  const last = scene.column(T - 1);
  const streamY = tops[zone.zone] + view.vectorHeight(zone.zone) / 2;
  const isFine = scene.rowHeight > 11;
  for (let key = 0; key < T; key++) {
    const [x, y] = [view.laneX(key) + scene.patch.width / 2, scene.row(key)];
    const [keyY, valueY] = [y - scene.patch.height / 2 - 1, y + scene.patch.height / 2 + 1];
    const isRead = pattern[token * T + key] > 0.1 && key <= token;
    if (steps.keys > 0 && isFine)
      brush.line(
        x + 2,
        keyY,
        mix(x, last, steps.keys),
        keyY,
        palette.key,
        isRead ? 1.8 : 1,
        alpha * (isRead ? 0.8 : 0.3),
      );
    if (steps.values > 0 && isFine)
      brush.line(
        x + 2,
        valueY,
        mix(x, last, steps.values),
        valueY,
        palette.value,
        isRead ? 1.8 : 1,
        alpha * (isRead ? 0.65 : 0.22),
      );
  }
  for (let query = 0; query < T; query++) {
    const isChosen = query === token;
    const [from, to] = [view.laneX(query) + vectorWidth / 2, scene.column(query)];
    const strength = alpha * (isChosen ? 1 : 0.35);
    brush.curve(
      [from, streamY, to, streamY, to, streamY, to, scene.queryY - 2],
      palette.query,
      isChosen ? 1.8 : 1.2,
      strength * steps.queries,
    );
    const top = scene.queryY + scene.patch.height;
    const bottom = scene.row(steps.mask >= 1 ? query : T - 1);
    if (steps.scores > 0)
      brush.line(to, top, to, mix(top, bottom, steps.scores), palette.query, isChosen ? 1.6 : 1, strength);
    if (steps.values > 0)
      paintCollector(picture, scene, { query, pattern, progress: steps.values, alpha: strength });
    if (steps.output > 0) paintOutput(picture, scene, query, strength * steps.output);
  }
  if (steps.queries > 0) paintColumnFrame(picture, scene, alpha);
}

/** Around the column of the selected query. */
function paintColumnFrame({ brush, token }: Picture, scene: HeadScene, alpha: number): void {
  const width = Math.max(scene.patch.width + 18, 2 * scene.radius + 26);
  const x = scene.column(token) - width / 2;
  const { context, palette } = brush;
  brush.box(
    { x, y: scene.queryY - 7, width, height: scene.outputY + scene.outputSize.height - scene.queryY + 14 },
    9,
  );
  context.globalAlpha = 0.06 * alpha;
  context.fillStyle = palette.query;
  context.fill();
  context.globalAlpha = 0.3 * alpha;
  context.strokeStyle = palette.query;
  context.lineWidth = 1;
  context.stroke();
  context.globalAlpha = 1;
}

/** A stream of values that grows by each weight: every query's is equally thick at its end. */
function paintCollector(
  { brush, view }: Picture,
  scene: HeadScene,
  {
    query,
    pattern,
    progress,
    alpha,
  }: { query: number; pattern: Float32Array; progress: number; alpha: number },
): void {
  const { context, palette } = brush;
  const T = pattern.length ** 0.5;
  const thickest = Math.max(1.2, Math.min(9, view.gap * 0.12));
  const x = scene.column(query) + Math.min(scene.patch.width / 2 + thickest, view.gap * 0.4);
  const end = scene.zY + scene.patch.height / 2;
  const bend = Math.min(16, scene.rowHeight * 0.7);
  const weights = pattern.subarray(query * T, query * T + query + 1);
  // Its right edge from top to bottom: where the weight of a key joins, it widens.
  const edge: { y: number; half: number }[] = [];
  let sum = 0;
  weights.forEach((weight, key) => {
    const y = scene.row(key);
    const before = sum;
    sum += weight;
    if (weight > 0.004) {
      const from = scene.column(query) + scene.radius * Math.sqrt(weight);
      brush.curve(
        [from, y, x, y, x, y, x, y + bend],
        palette.value,
        Math.max(0.8, weight * thickest),
        alpha * progress,
      );
    }
    const half = (share: number) => Math.max(0.4, (share * thickest * progress) / 2);
    edge.push({ y: y + bend * 0.8, half: half(before) }, { y: y + bend, half: half(sum) });
  });
  const turn = Math.min(10, x - scene.column(query) - scene.patch.width / 2 + thickest);
  const bottom = Math.max(end - turn, edge[edge.length - 1].y);
  edge.push({ y: bottom, half: edge[edge.length - 1].half });
  context.globalAlpha = alpha * 0.9;
  context.fillStyle = palette.value;
  context.beginPath();
  for (const { y, half } of edge) context.lineTo(x + half, y);
  for (const { y, half } of edge.toReversed()) context.lineTo(x - half, y);
  context.fill();
  context.globalAlpha = 1;
  const corner = scene.column(query) + scene.patch.width / 2;
  if (x > corner)
    brush.curve(
      [x, bottom - 0.5, x, end, x, end, corner, end],
      palette.value,
      thickest * progress,
      alpha * 0.9,
    );
}

function paintOutput(picture: Picture, scene: HeadScene, query: number, alpha: number): void {
  const { view, brush } = picture;
  const shade = brush.palette.head(scene.head, view.shape.H);
  const { sum } = attentionZoneOf(picture, scene.layer);
  const x = scene.column(query);
  brush.line(x, scene.zY + scene.patch.height, x, scene.outputY, shade, 1.5, alpha);
  const y = scene.outputY + scene.outputSize.height;
  brush.curve([x, y, x, sum, x, sum, view.laneX(query) + 9, sum], shade, 1.8, alpha);
}

/** Crossings of queries and keys with their numbers, and the words at the left. */
export function paintCrossings({ picture, scene, steps, alpha, pattern, scores }: HeadPainting): void {
  const { brush, token, hover, view } = picture;
  const { palette, context } = brush;
  const T = tokenCount(picture);
  const shade = palette.head(scene.head, view.shape.H);
  if (steps.scores === 0) return;
  const shares = scores && scoreShares(scores, T);
  for (let query = 0; query < T; query++) {
    for (let key = 0; key < T; key++) {
      const masked = key > query ? 1 - steps.mask : 1;
      const score = scores?.[query * T + key] ?? 0;
      const weight = key > query ? 0 : pattern[query * T + key];
      const sized = mix(Math.sqrt(shares?.[query * T + key] ?? 0), Math.sqrt(weight), steps.pattern);
      const radius = scene.radius * sized * steps.scores;
      if (masked < 0.02 || (key > query && steps.mask >= 1)) continue;
      const [x, y] = [scene.column(query), scene.row(key)];
      const isChosen = query === token;
      const isHovered = hover?.kind === 'weight' && hover.query === query && hover.key === key;
      context.globalAlpha = alpha * masked * (isChosen || isHovered ? 1 : 0.62);
      context.beginPath();
      context.arc(x, y, Math.max(isChosen ? 1.8 : 0.8, radius), 0, 2 * Math.PI);
      context.fillStyle = steps.pattern > 0.5 ? shade : score < 0 ? palette.negative : palette.positive;
      context.fill();
      if (isChosen || isHovered) {
        context.lineWidth = 1.5;
        context.strokeStyle = palette.query;
        context.stroke();
      }
      context.globalAlpha = 1;
      const text = steps.pattern > 0.5 ? percent(weight) : formatSignedFixed(score, 1);
      const fits = radius > 17;
      const isLegible =
        scene.rowHeight >= 15 &&
        (fits ||
          ((isChosen || isHovered) && view.gap > 64 && weight >= 0.005) ||
          (steps.pattern <= 0.5 && view.gap > 64));
      if (isLegible && sized > 0)
        brush.text(text, fits ? x : x - radius - 5, y, {
          size: 12,
          isBold: isChosen,
          align: fits ? 'center' : 'right',
          colour: fits ? palette.background : palette.text,
          alpha: alpha * masked,
          hasHalo: !fits,
        });
    }
  }
}

const percent = (weight: number) =>
  weight >= 0.1 ? `${Math.round(100 * weight)}\u202f%` : formatPercent(weight);

/** Names of the rows, and of the keys above their patches. */
export function paintHeadLabels({ picture, scene, steps, alpha }: HeadPainting): void {
  const { brush, view, labels, token } = picture;
  const { palette } = brush;
  const x = scene.column(0) - scene.patch.width / 2 - 10;
  const label = (text: string, y: number, colour: string, shown: number) =>
    brush.text(text, x, y, { colour, align: 'right', alpha: alpha * shown, hasHalo: true });
  if (view.gap > 70) {
    label(msg('queries'), scene.queryY + scene.patch.height / 2, palette.query, steps.queries);
    label('Σ w · v', scene.zY + scene.patch.height / 2, palette.value, steps.output);
    label(
      'ΔE',
      scene.outputY + scene.outputSize.height / 2,
      palette.head(scene.head, view.shape.H),
      steps.output,
    );
  }
  if (scene.rowHeight < 2 * scene.patch.height + 22) return;
  labels.forEach((name, key) => {
    const y = scene.row(key) - scene.patch.height - 11;
    const lane = view.laneX(key);
    const maxWidth = Math.min(1.4 * view.frame.pitch * view.scale, 2 * (lane - view.frame.rail));
    const options = { size: 12, isBold: key === token, maxWidth, hasHalo: true } as const;
    brush.text(name, lane, y, {
      ...options,
      colour: palette.key,
      align: 'center',
      alpha: alpha * steps.keys,
    });
  });
}
