// The input: the pad with the image, its pixels as a column, and images to pick.

import { formatFixed } from '../../../format/numbers.ts';
import { clamp } from '../../../stage/geometry.ts';
import { SIDE } from '../../../views/digits/pixel-image/pixels.ts';
import { padAlpha } from '../scene/items.ts';
import { openNeuron } from '../shot.ts';
import { weightRow } from '../values.ts';
import { shortNumber } from './paint-neurons.ts';
import { brightNeuron, type Picture } from './picture.ts';

/** Pixels at least this wide have a circle and a number, in CSS pixels. */
const NUMBERED = 20;
/** Narrower ones have a number without its leading zero. */
const ROOMY = 32;

export function paintPixels(picture: Picture): void {
  const { brush, view, shot } = picture;
  const alpha = padAlpha(view, openNeuron(shot)?.layer);
  if (alpha < 0.02) return;
  const { context } = brush;
  context.globalAlpha = alpha;
  paintPad(picture);
  paintStrip(picture);
  context.globalAlpha = alpha;
  if (view.scale < 1.6) paintSamples(picture, alpha);
  context.globalAlpha = 1;
}

function paintPad(picture: Picture): void {
  const { brush, bitmaps, view, values, strokes } = picture;
  const { context, palette } = brush;
  const rect = view.toRect(view.layout.pad);
  const bright = brightNeuron(picture);
  const isAsked = bright?.layer === 1 && picture.shot.at !== 'pixels' && !strokes;
  context.imageSmoothingEnabled = false;
  context.fillStyle = palette.pixelOff;
  brush.box({ x: rect.x - 2, y: rect.y - 2, width: rect.width + 4, height: rect.height + 4 }, 8);
  context.fill();
  context.save();
  brush.box(rect, 6);
  context.clip();
  if (strokes) context.drawImage(strokes, rect.x, rect.y, rect.width, rect.height);
  else context.drawImage(bitmaps.grey(values.activations[0]), rect.x, rect.y, rect.width, rect.height);
  if (isAsked) {
    // The weights over the image: both stay visible.
    const before = context.globalAlpha;
    context.globalAlpha = before * 0.72;
    const weights = weightRow(values, 1, bright.neuron);
    context.drawImage(bitmaps.signed(weights), rect.x, rect.y, rect.width, rect.height);
    context.globalAlpha = before;
  }
  context.restore();
  if (rect.width / SIDE > NUMBERED && !strokes) paintNumbers(picture);
  context.strokeStyle = isAsked ? palette.highlight : palette.lineStrong;
  context.lineWidth = isAsked ? 1.6 : 1.2;
  brush.box({ x: rect.x - 1.5, y: rect.y - 1.5, width: rect.width + 3, height: rect.height + 3 }, 7);
  context.stroke();
}

/** Every pixel is a neuron: a circle with its number. */
function paintNumbers({ brush, view, values }: Picture): void {
  const { context, palette } = brush;
  const { width, height, pad } = view.layout;
  const cell = (pad.width / SIDE) * view.scale;
  const fade = clamp((cell - NUMBERED) / 4);
  for (let pixel = 0; pixel < SIDE * SIDE; pixel++) {
    const x = view.toX(pad.x) + ((pixel % SIDE) + 0.5) * cell;
    const y = view.toY(pad.y) + (Math.floor(pixel / SIDE) + 0.5) * cell;
    if (x < -cell || y < -cell || x > width + cell || y > height + cell) continue;
    const value = values.activations[0][pixel];
    context.globalAlpha = fade;
    context.fillStyle = palette.pixelOff;
    context.fillRect(x - cell / 2, y - cell / 2, cell, cell);
    context.beginPath();
    context.arc(x, y, cell * 0.43, 0, 2 * Math.PI);
    context.fillStyle = palette.neuron(value);
    context.fill();
    context.strokeStyle = palette.lineStrong;
    context.lineWidth = 1.2;
    context.stroke();
    const colour = value > 0.5 ? palette.pixelOff : palette.pixelMuted;
    brush.text(cell < ROOMY ? shortNumber(value) : formatFixed(value, 2), x, y, {
      align: 'center',
      size: 12,
      colour,
      alpha: fade,
    });
  }
  context.globalAlpha = 1;
}

/** 784 numbers below each other. */
function paintStrip({ brush, bitmaps, view, values }: Picture): void {
  const { context, palette } = brush;
  const strip = view.toRect(view.layout.strip);
  context.imageSmoothingEnabled = true;
  context.drawImage(bitmaps.column(values.activations[0]), strip.x, strip.y, strip.width, strip.height);
  context.strokeStyle = palette.lineStrong;
  context.lineWidth = 1;
  brush.box({ x: strip.x - 1, y: strip.y - 1, width: strip.width + 2, height: strip.height + 2 }, 3);
  context.stroke();
}

function paintSamples(picture: Picture, alpha: number): void {
  const { brush, bitmaps, items, samples, picked, hover, caption, view } = picture;
  const { context, palette } = brush;
  context.imageSmoothingEnabled = true;
  for (const { subject, rect } of items) {
    if (subject.kind !== 'sample' || !samples[subject.digit]) continue;
    context.globalAlpha = alpha;
    context.drawImage(bitmaps.grey(samples[subject.digit]), rect.x, rect.y, rect.width, rect.height);
    const isHovered = hover?.kind === 'sample' && hover.digit === subject.digit;
    if (subject.digit === picked || isHovered) brush.outline(rect, 2, palette.highlight, alpha, 1.5);
  }
  const pad = view.toRect(view.layout.pad);
  const last = items.findLast(({ subject }) => subject.kind === 'sample');
  if (!last) return;
  const y = last.rect.y + last.rect.height + 14;
  const size = view.layout.isNarrow ? 12 : 13;
  const middle = pad.x + pad.width / 2;
  const maxWidth = Math.min(pad.width + 24, 2 * middle - 8);
  const lines = brush.width(caption, size) > maxWidth ? caption.split(' · ') : [caption];
  for (const [i, line] of lines.entries())
    brush.text(line, middle, y + 1.3 * i * size * view.layout.textScale, {
      align: 'center',
      size,
      maxWidth,
      alpha,
    });
}
