// What follows the outputs: their digits, the answer, the targets, and the cost term by term.

import { msg, str } from '@lit/localize';
import { formatFixed, formatInteger } from '../../../format/numbers.ts';
import { clamp } from '../../../stage/geometry.ts';
import { layersShown } from '../scene/items.ts';
import { neuronY } from '../scene/layout.ts';
import { FORMULA } from '../scene/pose.ts';
import { openNeuron } from '../shot.ts';
import { answerOf } from '../values.ts';
import { numberText } from './paint-neurons.ts';
import { isBackward, litness, type Picture, showsCost } from './picture.ts';

/** Smaller terms are drawn as 0. */
const SMALLEST_TERM = 0.005;

export function paintOutputs(picture: Picture): void {
  const { brush, view, values, shot } = picture;
  const last = values.sizes.length - 1;
  const opened = openNeuron(shot);
  if (!layersShown(shot).outputs || (opened && opened.layer !== last && view.pose.opened > 0.5)) return;
  const { layout, toY } = view;
  const { palette } = brush;
  const lit = litness(picture, last);
  const { digit: answer } = answerOf(values);
  const hasCost = showsCost(picture) && !opened;
  const column = layout.columns[last - 1];
  for (let digit = 0; digit < column.shown; digit++) {
    const y = toY(neuronY(layout, last, digit));
    const isAnswer = digit === answer && lit === 1;
    brush.text(String(digit), labelX(picture), y, {
      align: 'center',
      size: layout.isNarrow ? 14 : 19,
      isBold: isAnswer,
      colour: isAnswer ? palette.highlight : palette.muted,
    });
    if (hasCost) paintTerm(picture, digit, y, lit);
  }
  if (hasCost && lit > 0.6) paintTotal(picture);
  else if (!hasCost && lit === 1 && !layout.isNarrow && !opened) {
    const y = toY(neuronY(layout, last, answer));
    const x = labelX(picture) + 18;
    const style = { size: 13, colour: palette.highlight, maxWidth: layout.width - x - 4 };
    brush.text(msg('brightest:'), x, y - 8, style);
    brush.text(msg('the answer'), x, y + 9, style);
  }
}

/** Whether each term is written out. */
const isClose = ({ shot, view, values }: Picture): boolean =>
  shot.at === 'outputs' && !view.layout.isNarrow && values.kind === 'sigmoid';

const termX = (picture: Picture): number =>
  picture.view.toX(picture.view.layout.outputs.term + (isClose(picture) ? FORMULA : 0));

/** (a − y)² with its numbers. */
function paintFormula({ brush, view, values }: Picture, digit: number, y: number, lit: number): void {
  const { layout, toX } = view;
  const a = values.activations[values.sizes.length - 1][digit];
  const x = toX(layout.outputs.target) + 20 * view.scale;
  const text = `(${numberText(a)} − ${values.cost?.targets[digit] ?? 0})²`;
  brush.text(text, x, y, { size: 14, colour: brush.palette.text, alpha: lit });
}

const labelX = ({ view }: Picture) => view.toX(view.layout.outputs.label);

function paintTerm(picture: Picture, digit: number, y: number, lit: number): void {
  const { brush, view, values, items } = picture;
  const { cost } = values;
  if (!cost) return;
  const { context, palette } = brush;
  const { layout, toX, scale } = view;
  const target = cost.targets[digit];
  const item = items.find(({ subject }) => subject.kind === 'target' && subject.digit === digit);
  if (item) {
    const radius = (layout.isNarrow ? 5 : 8) * Math.min(1.25, scale);
    context.beginPath();
    context.arc(toX(layout.outputs.target), y, radius, 0, 2 * Math.PI);
    context.globalAlpha = target;
    context.fillStyle = palette.highlight;
    context.fill();
    context.globalAlpha = 1;
    context.lineWidth = 1.4;
    context.strokeStyle = target > 0.5 ? palette.highlight : palette.lineStrong;
    context.stroke();
  }
  if (lit < 0.02) return;
  const term = cost.terms[digit];
  const x = termX(picture);
  if (isClose(picture)) paintFormula(picture, digit, y, lit);
  const side =
    lit * Math.min(layout.isNarrow ? 20 : 34, Math.sqrt(Math.abs(term)) * (layout.isNarrow ? 20 : 36));
  brush.fill({ x: x - side / 2, y: y - side / 2, width: side, height: side }, 3, palette.negative, 0.9);
  if (layout.isNarrow) return;
  const isSmall = term < SMALLEST_TERM;
  const colour = isSmall ? palette.faint : palette.text;
  brush.text(isSmall ? '0' : numberText(term), x + 24, y, { colour, alpha: lit });
}

/** Right of a column's middle: half the number of its neurons. */
const HEADING_ROOM = 10;

function paintTotal(picture: Picture): void {
  const { brush, view, values } = picture;
  const { cost } = values;
  if (!cost) return;
  const { layout, toX, toY } = view;
  const last = layout.columns[layout.columns.length - 1];
  const below = toY(layout.middle + (last.shown / 2) * last.pitch) + 18;
  // Beside the heading of the outputs where there is no room below them.
  const y = layout.isNarrow ? Math.max(14, toY(16)) : Math.min(layout.height - 16, below);
  const [before, size, offset] = layout.isNarrow ? [24, 15, 20] : [26, 24, 14];
  const text = formatFixed(cost.total, 2);
  const x = Math.min(termX(picture), layout.width - brush.width(text, size, true) - 6 + offset);
  const name = msg('cost');
  const nameSize = layout.isNarrow ? 12 : 15;
  // A long word would cover the heading; the sentence below has it too.
  const fits = x - before - brush.width(name, nameSize) > toX(last.x) + HEADING_ROOM;
  if (fits || !layout.isNarrow) brush.text(name, x - before, y, { align: 'right', size: nameSize });
  brush.text(text, x - offset, y, { size, isBold: true, colour: brush.palette.negative });
}

/** Names above the layers, and the number of weights between them. */
export function paintHeadings(picture: Picture): void {
  const { brush, view, values, shot } = picture;
  const { layout, toX, toY, scale } = view;
  const { palette } = brush;
  const shows = layersShown(shot);
  const opened = openNeuron(shot);
  const last = values.sizes.length - 1;
  const fade = 1 - clamp((scale - 1.9) / 0.8);
  if (fade < 0.02) return;
  const y = Math.max(14 * layout.textScale, toY(16));
  if (!opened || opened.layer === 1) {
    const pad = view.toRect(layout.pad);
    const name = layout.isNarrow ? msg('28 × 28 pixels') : msg('28 × 28 = 784 pixels, each a neuron');
    brush.text(name, pad.x + pad.width / 2, pad.y - 15, {
      align: 'center',
      size: layout.isNarrow ? 12 : 13,
      alpha: fade,
      maxWidth: pad.width + 40,
    });
    if (!layout.isNarrow)
      brush.text('784', toX(layout.strip.x + layout.strip.width / 2), y, {
        align: 'center',
        size: 15,
        isBold: true,
        colour: palette.text,
        alpha: fade,
      });
  }
  for (const [at, { x }] of layout.columns.entries()) {
    const layer = at + 1;
    const isShown = layer === last ? shows.outputs : shows.hidden;
    if (!isShown || (opened && opened.layer !== layer && opened.layer - 1 !== layer)) continue;
    brush.text(String(values.sizes[layer]), toX(x), y, {
      align: 'center',
      size: layout.isNarrow ? 13 : 15,
      isBold: true,
      colour: palette.text,
      alpha: fade,
    });
    if (layout.isNarrow) continue;
    brush.text(layer === last ? msg('digits') : msg('hidden'), toX(x), y + 16 * layout.textScale, {
      align: 'center',
      size: 12,
      colour: palette.faint,
      alpha: fade,
    });
  }
  if (showsCost(picture) && !opened && !layout.isNarrow) {
    const name = values.kind === 'sigmoid' ? '(a − y)²' : msg('−y ln a');
    brush.text(msg('target'), toX(layout.outputs.target), y, { align: 'center', size: 12, alpha: fade });
    brush.text(name, termX(picture) + 6, y, { align: 'center', size: 12, alpha: fade });
  }
  const { examples = 1 } = values.gradient ?? {};
  if (examples > 1 && isBackward(picture) && !opened) {
    const words = msg(str`mean of ${examples} images`).split(' ');
    const x = toX(layout.columns[last - 1].x) + (layout.isNarrow ? 14 : 44);
    for (const [line, each] of [words.slice(0, 2), words.slice(2)].entries())
      brush.text(each.join(' '), x, y + 16 * line * layout.textScale, { size: 12, alpha: fade });
  }
  if (shot.overlay === 'weights' && !opened && !layout.isNarrow && scale < 1.1) paintCounts(picture);
}

function paintCounts({ brush, view, values }: Picture): void {
  const { layout, toX } = view;
  const xs = [layout.strip.x + layout.strip.width, ...layout.columns.map(({ x }) => x)];
  for (let layer = 1; layer < values.sizes.length; layer++) {
    const count = formatInteger(values.sizes[layer] * values.sizes[layer - 1]);
    brush.text(msg(str`${count} weights`), toX((xs[layer - 1] + xs[layer]) / 2), layout.height - 12, {
      align: 'center',
    });
  }
}
