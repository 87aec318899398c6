// The curve of each factor: how one quantity depends on the one before, with the tangent and the nudge on it.

import type { ChainFactor, Quantity } from '../../../../workers/rpc/api/lab-api.ts';
import { clamp, mix, type Rect } from '../../../stage/geometry.ts';
import { curveRects, isLayered, pathEdges } from '../layout.ts';
import { rangeOf } from '../networks.ts';
import { hasPart } from '../shot.ts';
import { shortNumber } from '../symbols.ts';
import { paintRatio, paintSymbol } from './math-text.ts';
import { type ChainPicture, changeOf, colourOf, magnification, numberOf } from './picture.ts';

export function paintCurves(picture: ChainPicture): void {
  const { shot, data, layout, view, motion } = picture;
  if (!hasPart(shot, 'curves') || isLayered(data)) return;
  const factors = data.chain.paths[0]?.factors ?? [];
  const rects = curveRects(data, layout, view);
  for (const [i, [from, to]] of pathEdges(data, layout).entries()) {
    const alpha = Math.min(from.alpha, to.alpha) * clamp((view.pose.unfolded - 0.6) * 2.5);
    if (alpha < 0.02) continue;
    const isShown = Number.isFinite(motion.back) ? clamp(motion.back - (factors.length - 1 - i)) : 1;
    const isFaint = shot.at === 'curve' && i !== (shot.curve ?? 0);
    paintCurve(picture, factors[i], i, view.toRect(rects[i]), alpha * isShown * (isFaint ? 0.3 : 1));
  }
}

const isSmall = ({ width }: Rect): boolean => width < 110;
/** Too narrow for a number beside the ratio. */
const isTiny = ({ width }: Rect): boolean => width < 84;

interface Curve {
  /** The quantity by the one before. */
  readonly f: (x: number) => number;
  readonly slope: (x: number) => number;
}

const sigmoid = (z: number) => 1 / (1 + Math.exp(-z));

function curveOf(picture: ChainPicture, { of, by, value }: ChainFactor, slide: number): Curve {
  const [x0, y0] = [numberOf(picture, by), numberOf(picture, of)];
  if (of.kind === 'a') return { f: sigmoid, slope: (z) => sigmoid(z) * (1 - sigmoid(z)) };
  if (of.kind === 'C') {
    const other = { ...by, kind: by.kind === 'a' ? 'y' : 'a' } as Quantity;
    const target = numberOf(picture, other);
    const rest = y0 - (x0 - target) ** 2;
    return { f: (a) => rest + (a - target) ** 2, slope: (a) => 2 * (a - target) };
  }
  // A line through b: the sum without the term that the quantity is a factor of.
  const steepness = value * slide;
  const base = y0 - value * x0;
  return { f: (x) => base + steepness * x, slope: () => steepness };
}

function paintCurve(
  picture: ChainPicture,
  factor: ChainFactor,
  index: number,
  rect: Rect,
  alpha: number,
): void {
  const { brush, motion, shot } = picture;
  const { palette, context } = brush;
  const { of, by } = factor;
  const isSliding = shot.at === 'curve' && index === (shot.curve ?? 0) && motion.playing?.play === 'slide';
  const slide = isSliding ? motion.slide : 1;
  const curve = curveOf(picture, factor, slide);
  const [x0, value] = [numberOf(picture, by), numberOf(picture, of)];
  const [xs, ys] = [rangeOf(by), rangeOf(of)];
  const title = isTiny(rect) ? 50 : isSmall(rect) ? 36 : clamp(rect.height * 0.26, 44, 74);
  const box = { x: rect.x, y: rect.y + title, width: rect.width, height: rect.height - title };
  const toX = (x: number) => box.x + ((x - xs[0]) / (xs[1] - xs[0])) * box.width;
  const toY = (y: number) =>
    box.y + box.height - ((y - ys[0]) / (Math.max(ys[1], value) - ys[0])) * box.height;
  paintTitle(picture, factor, isSliding && of.kind !== 'z' ? undefined : slide, rect, title, alpha);
  brush.fill(box, 6, palette.surface, alpha);
  brush.outline(box, 6, palette.line, alpha, 1);
  context.save();
  brush.box(box, 6);
  context.clip();
  if (xs[0] < 0) brush.line(toX(0), box.y, toX(0), box.y + box.height, palette.line, 1, alpha);
  if (ys[0] < 0) brush.line(box.x, toY(0), box.x + box.width, toY(0), palette.line, 1, alpha);
  context.globalAlpha = alpha;
  context.strokeStyle = colourOf(palette, of);
  context.lineWidth = 2.2;
  context.beginPath();
  for (let i = 0; i <= 60; i++) {
    const x = mix(xs[0], xs[1], i / 60);
    context.lineTo(toX(x), toY(curve.f(x)));
  }
  context.stroke();
  const at = isSliding && of.kind !== 'z' ? mix(xs[0], x0, slide) : x0;
  paintTangent(picture, curve, at, { toX, toY, reach: (xs[1] - xs[0]) * 0.32, alpha });
  if (hasPart(shot, 'nudge') && !isSliding) paintLegs(picture, factor, index, { toX, toY, x0, value, alpha });
  context.restore();
  if (box.width > 220) paintAxes(picture, factor, box, { toX, toY, alpha });
  if (isSliding && of.kind !== 'z')
    brush.text(shortNumber(Number(curve.slope(at).toPrecision(3))), rect.x + rect.width, rect.y + title / 2, {
      ...{ align: 'right', size: 16, isBold: true, colour: palette.highlight, alpha },
    });
}

interface Axes {
  readonly toX: (x: number) => number;
  readonly toY: (y: number) => number;
  readonly alpha: number;
}

/** Close up, the axes have names, and their points: here, and at the target. */
function paintAxes(
  picture: ChainPicture,
  { of, by }: ChainFactor,
  box: Rect,
  { toX, toY, alpha }: Axes,
): void {
  const { brush, data } = picture;
  const { palette } = brush;
  const { network } = data.request;
  const bottom = box.y + box.height;
  const mark = (quantity: Quantity, value: number) => {
    const colour = colourOf(palette, quantity);
    brush.line(toX(value), bottom - 6, toX(value), bottom + 4, colour, 2, alpha);
    paintSymbol(picture, quantity, network, toX(value), bottom + 17, { size: 20, colour, alpha });
  };
  mark(by, numberOf(picture, by));
  if (of.kind === 'C' && by.kind === 'a') mark({ ...by, kind: 'y' }, numberOf(picture, { ...by, kind: 'y' }));
  paintSymbol(picture, of, network, box.x - 22, toY(numberOf(picture, of)), {
    ...{ size: 20, colour: colourOf(palette, of), alpha },
  });
}

function paintTangent(
  { brush }: ChainPicture,
  { f, slope }: Curve,
  x: number,
  { toX, toY, reach, alpha }: Axes & { reach: number },
): void {
  const { palette, context } = brush;
  const y = f(x);
  const ends = [x - reach, x + reach].map((at) => [toX(at), toY(y + slope(x) * (at - x))]);
  brush.line(ends[0][0], ends[0][1], ends[1][0], ends[1][1], palette.highlight, 2, alpha);
  context.globalAlpha = alpha;
  context.fillStyle = palette.highlight;
  context.beginPath();
  context.arc(toX(x), toY(y), 4.5, 0, 2 * Math.PI);
  context.fill();
  context.globalAlpha = 1;
}

/** The nudge of the one to the right, and what the other does upwards, on the tangent. */
function paintLegs(
  { brush, motion, data }: ChainPicture,
  { of, by, value: slope }: ChainFactor,
  order: number,
  { toX, toY, x0, value, alpha }: Axes & { x0: number; value: number },
): void {
  const { palette, context } = brush;
  const run = magnification(data) * changeOf(data, by) * motion.nudgeAt(order);
  if (run === 0) return;
  const rise = slope * run * motion.nudgeAt(order + 1);
  const [x, y] = [toX(x0 + run), toY(value + rise)];
  brush.line(toX(x0), toY(value), x, toY(value), colourOf(palette, by), 3, alpha);
  brush.line(x, toY(value), x, y, colourOf(palette, of), 3, alpha);
  context.globalAlpha = alpha;
  context.strokeStyle = palette.highlight;
  context.lineWidth = 2;
  context.beginPath();
  context.arc(x, y, 5, 0, 2 * Math.PI);
  context.stroke();
  context.globalAlpha = 1;
}

/** The ratio and its number. Without `slide` the number is written elsewhere. */
function paintTitle(
  picture: ChainPicture,
  { of, by, value }: ChainFactor,
  slide: number | undefined,
  rect: Rect,
  height: number,
  alpha: number,
): void {
  const { brush, data } = picture;
  const { palette } = brush;
  const [isTight, isBelow] = [isSmall(rect), isTiny(rect)];
  const y = rect.y + (isBelow ? height / 2 - 11 : height / 2 - 3);
  const size = isTight ? 13 : clamp(rect.width * 0.11, 16, 26);
  const left = isBelow ? rect.width / 2 : isTight ? 18 : 32;
  paintRatio(picture, [of, by], data.request.network, rect.x + left, y, {
    ...{ size, colours: [colourOf(palette, of), colourOf(palette, by)], alpha },
  });
  if (slide === undefined) return;
  const text = shortNumber(Number((value * slide).toPrecision(isTight ? 2 : 3)));
  const style = { size: isTight ? 12 : 16, isBold: true, colour: palette.text, alpha };
  if (isBelow) brush.text(text, rect.x + left, rect.y + height - 9, { ...style, align: 'center' });
  else brush.text(text, rect.x + rect.width, y, { ...style, align: 'right' });
}
