// The grid of a head: a dot for each pair of query and key, the numbers of one column, and that column as 100 %.

import { formatPercent, formatSignedFixed } from '../../../format/numbers.ts';
import { clamp, mix, smoothstep } from '../../../stage/geometry.ts';
import { scoreShares } from '../../../views/attention/head-values.ts';
import type { HeadPainting } from './paint-head.ts';
import { inTurn, tokenCount } from './picture.ts';

/** Smallest radius of a dot, of the largest. */
const LEAST = 0.1;

/** One pair on its way from score to weight. */
interface Cell {
  readonly query: number;
  readonly key: number;
  readonly x: number;
  readonly y: number;
  readonly radius: number;
  readonly score: number;
  /** 0 where it is masked. */
  readonly weight: number;
  readonly alpha: number;
  /** Of the selected query, or pointed at. */
  readonly isRead: boolean;
}

export function paintCrossings(painting: HeadPainting): void {
  if (painting.steps.scores === 0) return;
  const cells = cellsOf(painting);
  for (const cell of cells) paintDot(painting, cell);
  for (const cell of cells) if (cell.isRead) paintNumber(painting, cell);
}

function cellsOf({ picture, scene, steps, alpha, others, pattern, scores }: HeadPainting): Cell[] {
  const { token, hover } = picture;
  const T = tokenCount(picture);
  const shares = scores && scoreShares(scores, T);
  return Array.from({ length: T * T }, (_, at): Cell => {
    const [query, key] = [Math.floor(at / T), at % T];
    const isMasked = key > query;
    const weight = isMasked ? 0 : pattern[at];
    const [ofScore, ofWeight] = [Math.sqrt(shares?.[at] ?? 0), Math.sqrt(weight)];
    const sized = Math.max(LEAST, mix(ofScore, ofWeight, steps.pattern)) * (isMasked ? 1 - steps.mask : 1);
    const isHovered = hover?.kind === 'weight' && hover.query === query && hover.key === key;
    const isRead = (query === token && others < 0.9) || isHovered;
    return {
      ...{ query, key, weight, isRead },
      ...{ x: scene.column(query), y: scene.row(key), score: scores?.[at] ?? 0 },
      radius: scene.radius * sized * inTurn(steps.scores, query + key, 2 * T),
      alpha: alpha * (query === token || isHovered ? 1 : others),
    };
  });
}

/** As large as its score is beside the largest of its column, then as its weight; negative scores are rings; the masked are empty. */
function paintDot(
  { picture, scene, steps }: HeadPainting,
  { query, key, x, y, score, radius, alpha }: Cell,
): void {
  const { context, palette } = picture.brush;
  const shade = palette.head(scene.head, picture.view.shape.H);
  const disc = (size: number, colour: string, opacity: number) => {
    context.beginPath();
    context.arc(x, y, size, 0, 2 * Math.PI);
    context.fillStyle = colour;
    context.globalAlpha = opacity;
    context.fill();
  };
  const isMasked = key > query;
  const raw = 1 - (isMasked ? 0 : steps.pattern);
  if (isMasked && steps.mask > 0) disc(1.6, palette.lineStrong, 0.6 * alpha * steps.mask);
  if (radius < 0.1) return;
  if (raw < 1) disc(radius, shade, alpha * (1 - raw));
  if (raw > 0 && score >= 0) disc(radius, palette.positive, alpha * raw);
  if (raw > 0 && score < 0) {
    disc(radius, palette.negative, 0.16 * alpha * raw);
    context.globalAlpha = alpha * raw;
    context.strokeStyle = palette.negative;
    context.lineWidth = 1.5;
    context.stroke();
  }
  context.globalAlpha = 1;
}

/** Columns with less room have smaller texts, and numbers of what the query may see alone. */
export const isTight = ({ scene }: HeadPainting): boolean => scene.pitch < 64;

/** Right of the dot; left of it below the diagonal, where no key lies, and where the picture ends. */
function paintNumber(painting: HeadPainting, { query, key, x, y, radius, score, weight, alpha }: Cell): void {
  const { picture, scene, steps } = painting;
  const { brush, view } = picture;
  const { palette } = brush;
  const isMasked = key > query;
  if (scene.rowHeight < 15 || scene.pitch < 36 || (isMasked && isTight(painting))) return;
  const size = isTight(painting) ? 14 : 16;
  const isLarge = weight > 0.2;
  const write = (text: string, shown: number, colour: string, isBold = false) => {
    const style = { size: isBold ? size + 2 : size, isBold, colour, alpha: alpha * shown, hasHalo: true };
    const right = x + Math.max(6, radius) + 7;
    const isRight = !isMasked && right + brush.width(text, style.size, isBold) < view.frame.width - 4;
    if (isRight) brush.text(text, right, y, style);
    // Left of the last diagonal is its key.
    else if (key === query) brush.text(text, x, y + Math.max(6, radius) + 10, { ...style, align: 'center' });
    else brush.text(text, x - Math.max(5, radius) - 7, y, { ...style, align: 'right' });
  };
  const ofScore = inTurn(steps.scores, query + key, 2 * tokenCount(picture)) * (1 - clamp(2 * steps.pattern));
  const [seen, hidden] = isMasked ? [1 - clamp(2 * steps.mask), clamp(2 * steps.mask - 1)] : [1, 0];
  write(formatSignedFixed(score, 1), ofScore * seen, score < 0 ? palette.negative : palette.text);
  write('−∞', ofScore * hidden, palette.muted);
  if (!isMasked)
    write(percent(weight), clamp(2 * steps.pattern - 1), isLarge ? palette.text : palette.muted, isLarge);
}

const percent = (weight: number) =>
  weight >= 0.1 ? `${Math.round(100 * weight)}\u202f%` : formatPercent(weight);

const FULL = '100\u202f%';

/** A part of the bar that has room for its word. */
const NAMED = 0.22;

/** The dots of the selected column, laid end to end: they fill a bar of 100 %. */
export function paintPercentBar(painting: HeadPainting): void {
  const { picture, scene, steps, alpha, others, pattern } = painting;
  const { brush, view, token, labels } = picture;
  const { palette } = brush;
  const shown = alpha * (1 - steps.values) * (1 - smoothstep(0.4, 1, others));
  const laid = clamp(2 * steps.pattern - 1);
  if (shown * laid < 0.02 || scene.rowHeight < 24) return;
  const { frame } = view;
  const full = clamp(0.32 * (frame.width - frame.rail), 110, 240);
  const total = brush.width(FULL, 16, true) + 12;
  const left = clamp(scene.column(token) - full / 2, frame.rail + 8, frame.width - full - total - 8);
  const [top, height] = [scene.end + 10, 12];
  brush.outline(
    { x: left - 2.5, y: top - 2.5, width: full + 5, height: height + 5 },
    5,
    palette.lineStrong,
    shown * laid,
    1,
  );
  const T = tokenCount(picture);
  const shade = palette.head(scene.head, view.shape.H);
  let before = 0;
  for (let key = 0; key <= token; key++) {
    const weight = pattern[token * T + key];
    const t = inTurn(laid, key, token + 1);
    const [x, width] = [left + before * full, weight * full];
    const rect = {
      x: mix(scene.column(token) - 5, x + 0.5, t),
      y: mix(scene.row(key), top, t),
      width: Math.max(1, mix(10, width, t) - 1),
      height,
    };
    brush.fill(rect, 2, shade, shown * t * (weight > NAMED ? 1 : 0.6));
    if (weight > NAMED)
      brush.text(labels[key], x + width / 2, top + height + 13, {
        size: isTight(painting) ? 12 : 14,
        align: 'center',
        maxWidth: width,
        alpha: shown * clamp(2 * t - 1),
      });
    before += weight;
  }
  brush.text(FULL, left + full + 12, top + height / 2, {
    size: 16,
    isBold: true,
    colour: palette.text,
    alpha: shown * clamp(2 * laid - 1),
  });
}
