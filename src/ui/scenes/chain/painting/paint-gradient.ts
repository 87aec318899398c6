// The gradient as a column of components, and its mean over examples as slopes of curves.

import { msg, str } from '@lit/localize';
import { clamp, mix, type Rect } from '../../../stage/geometry.ts';
import { COST, examplesRect, gradientRect, hasColumn, isNarrow } from '../layout.ts';
import { costWith, gradientOf, quantitiesOf, quantityKey, rangeOf } from '../networks.ts';
import { hasPart } from '../shot.ts';
import { shortNumber } from '../symbols.ts';
import { paintSymbol } from './math-text.ts';
import { type ChainPicture, isLit, numberOf } from './picture.ts';

export function paintGradient(picture: ChainPicture): void {
  if (hasPart(picture.shot, 'gradient') && hasColumn(picture.data, picture.view)) paintColumn(picture);
  if (picture.shot.at === 'examples') paintExamples(picture);
}

/** One row a weight or bias: its symbol, a bar, its number. Components that the video has not come to yet are dots. */
function paintColumn(picture: ChainPicture): void {
  const { brush, view, data, motion, shot } = picture;
  const { palette } = brush;
  const { all, request } = data;
  const { network, of } = request;
  if (!all) return;
  const last = network.sizes.length - 1;
  const rect = view.toRect(gradientRect(data, view, view.pose.unfolded));
  const parameters = quantitiesOf(network).filter(({ kind }) => kind === 'w' || kind === 'b');
  const row = rect.height / parameters.length;
  const largest = Math.max(...parameters.map((each) => Math.abs(gradientOf(all, each))), 1e-12);
  const chosen = quantityKey(of, network);
  const isWhole = shot.play === 'backward';
  const symbol = clamp(row * 0.6, 13, 20);
  const middle = rect.x + rect.width * 0.5;
  const title = { size: clamp(22 * view.scale, 16, 24), colour: palette.negative };
  const x = rect.x + 14;
  brush.text('∇', x - 2, rect.y - 20, { size: title.size, colour: palette.text, align: 'right' });
  paintSymbol(picture, COST(last), network, x, rect.y - 20, { ...title, align: 'left' });
  for (const [i, each] of parameters.entries()) {
    const key = quantityKey(each, network);
    const isChosen = key === chosen;
    const known = isWhole ? clamp((motion.back - (last - each.layer) - 0.6) * 2) : isChosen ? 1 : 0;
    const y = rect.y + (i + 0.5) * row;
    const isMarked = (isChosen && !isWhole) || isLit(picture, key, each);
    if (isMarked)
      brush.fill({ x: rect.x - 4, y: y - row / 2, width: rect.width + 8, height: row }, 4, palette.raised, 1);
    const colour = isMarked ? palette.highlight : palette.muted;
    paintSymbol(picture, each, network, rect.x + 6, y, {
      size: symbol,
      colour,
      align: 'left',
      isPartial: true,
    });
    if (known < 0.02) {
      brush.text('?', rect.x + rect.width - 8, y, { align: 'right', size: 13, colour: palette.faint });
      continue;
    }
    const slope = gradientOf(all, each);
    const length = (slope / largest) * rect.width * 0.2 * known;
    brush.fill(
      { x: Math.min(middle, middle + length), y: y - 4, width: Math.max(1, Math.abs(length)), height: 8 },
      2,
      slope < 0 ? palette.negative : palette.positive,
      1,
    );
    brush.text(shortNumber(Number(slope.toPrecision(3))), rect.x + rect.width - 4, y, {
      ...{
        align: 'right',
        size: clamp(row * 0.6, 12, 15),
        colour: isMarked ? palette.highlight : palette.text,
        alpha: known,
      },
    });
  }
  for (const [edge, inwards] of [
    [rect.x - 6, 6],
    [rect.x + rect.width + 6, -6],
  ]) {
    brush.line(edge, rect.y - 4, edge, rect.y + rect.height + 4, palette.text, 1.5);
    for (const y of [rect.y - 4, rect.y + rect.height + 4])
      brush.line(edge, y, edge + inwards, y, palette.text, 1.5);
  }
}

/** The cost of each example by one weight, with its slope, and the mean of all. */
function paintExamples(picture: ChainPicture): void {
  const { brush, view, data, motion } = picture;
  const { palette, context } = brush;
  const { network, of } = data.request;
  const rect = view.toRect(examplesRect(view));
  const isSmall = isNarrow(view);
  const box: Rect = {
    x: rect.x + 46,
    y: rect.y + 12,
    width: rect.width * (isSmall ? 0.6 : 0.68) - 46,
    height: rect.height - 50,
  };
  const [least, most] = rangeOf(of);
  const toX = (x: number) => box.x + ((x - least) / (most - least)) * box.width;
  const toY = (y: number) => box.y + (1 - clamp(y)) * box.height;
  const here = numberOf(picture, of);
  const count = network.inputs.length;
  brush.line(box.x, toY(0), box.x + box.width, toY(0), palette.lineStrong, 1.2);
  brush.line(box.x, toY(0), box.x, toY(1), palette.lineStrong, 1.2);
  brush.text(msg('cost'), box.x - 8, box.y + 8, { align: 'right', size: 13 });
  paintSymbol(picture, of, network, box.x + box.width - 12, toY(0) + 20, {
    size: 20,
    colour: palette.positive,
  });
  brush.line(toX(here), toY(0), toX(here), toY(1), palette.line, 1);
  const costs = (value: number) => network.inputs.map((_, k) => costWith(network, k, of, value));
  const mean = (numbers: readonly number[]) => numbers.reduce((sum, each) => sum + each, 0) / count;
  const curve = (f: (value: number) => number, colour: string, width: number, alpha: number) => {
    context.globalAlpha = alpha;
    context.strokeStyle = colour;
    context.lineWidth = width;
    context.beginPath();
    for (let i = 0; i <= 60; i++) {
      const value = mix(least, most, i / 60);
      context.lineTo(toX(value), toY(f(value)));
    }
    context.stroke();
    context.globalAlpha = 1;
  };
  const slopeAt = (cost: number, slope: number, colour: string, alpha: number) => {
    const reach = 1.1;
    brush.line(
      toX(here - reach),
      toY(cost - reach * slope),
      toX(here + reach),
      toY(cost + reach * slope),
      colour,
      2.2,
      alpha,
    );
    context.globalAlpha = alpha;
    context.fillStyle = colour;
    context.beginPath();
    context.arc(toX(here), toY(cost), 4, 0, 2 * Math.PI);
    context.fill();
    context.globalAlpha = 1;
  };
  const { exampleCosts, cost } = data.chain.smallNetwork;
  const left = box.x + box.width + (isSmall ? 10 : 40);
  const line = Math.min(34, rect.height / (count + 3));
  const bar = (k: number, name: string, slope: number, colour: string, alpha: number, isBold = false) => {
    const y = rect.y + 40 + k * line;
    const room = rect.x + rect.width - left;
    brush.text(name, left, y, { size: 13, colour: palette.muted, alpha });
    const zero = left + room * 0.52;
    const length = slope * room * 0.8;
    brush.fill(
      { x: Math.min(zero, zero + length), y: y - 5, width: Math.max(1.5, Math.abs(length)), height: 10 },
      2,
      colour,
      alpha,
    );
    brush.text(shortNumber(Number(slope.toPrecision(3))), rect.x + rect.width, y, {
      ...{
        align: 'right',
        size: isSmall ? 12 : 14,
        isBold,
        colour: isBold ? palette.highlight : palette.text,
        alpha,
      },
    });
  };
  brush.text(isSmall ? msg('slopes') : msg('slope of each example'), left, rect.y + 12, { size: 13 });
  for (let k = 0; k < count; k++) {
    const shown = clamp((motion.terms - k) * 1.4);
    if (shown < 0.02) continue;
    const slope = data.chain.sums.data[k];
    curve((value) => costWith(network, k, of, value), palette.muted, 1.4, 0.55 * shown);
    slopeAt(exampleCosts.data[k], slope, palette.muted, shown);
    bar(
      k,
      isSmall ? `${k}` : msg(str`example ${k}`),
      slope,
      slope < 0 ? palette.negative : palette.positive,
      shown,
    );
  }
  const shown = clamp((motion.terms - count) * 1.4);
  if (shown < 0.02) return;
  curve((value) => mean(costs(value)), palette.highlight, 3, shown);
  slopeAt(cost, data.chain.mean, palette.highlight, shown);
  bar(count + 0.4, 'mean', data.chain.mean, palette.highlight, shown, true);
}
