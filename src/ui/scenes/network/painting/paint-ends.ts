// The ends of the network: chips of the tokens and their embeddings, and the bars of the prediction.

import { msg, str } from '@lit/localize';
import { formatPercent } from '../../../format/numbers.ts';
import { tokenLabel } from '../../../format/token-label.ts';
import { clamp, mix } from '../../../stage/geometry.ts';
import { transparent } from '../../../stage/palette.ts';
import { embeddingPlace, type PredictionPlace, predictionPlace } from '../scene/ends-scene.ts';
import { BARS } from '../scene/frame.ts';
import { zoneIndex } from '../scene/network-shape.ts';
import { bottomOfStream } from '../scene/projection.ts';
import { comparisonOf, guessesOf, predictionBars } from '../values/network-values.ts';
import { type Picture, revealed, tokenCount } from './picture.ts';

/** Wires from chip to embedding, and from token and position to their sum. */
export function paintEmbeddingWires(picture: Picture): void {
  const { view, brush } = picture;
  const { palette } = brush;
  const { tops, shape, frame, pose } = view;
  if (tops[2] < 0 || pose.digits > 0.6 || view.dive > 0.6) return;
  const first = tops[zoneIndex(shape, 'attention', 0)];
  const open = view.open[zoneIndex(shape, 'embedding')];
  for (let token = 0; token < tokenCount(picture); token++) {
    const x = view.laneX(token);
    const { token: embed, position, sum } = embeddingPlace(view, token);
    const done = revealed(picture, token, 1.1, 0.3);
    brush.line(x, frame.header - 4, x, embed.y, palette.lineStrong, 1.4, (0.3 + 0.4 * done) * (1 - open));
    const added = revealed(picture, token, 1.5, 0.4);
    brush.line(
      x,
      embed.y + embed.height,
      x,
      mix(embed.y + embed.height, first, Math.max(0.001, added)),
      palette.lineStrong,
      1.4,
      0.7,
    );
    if (!position || position.width < 5) continue;
    const from = position.x + position.width / 2;
    const y = position.y + position.height + 1;
    brush.curve([from, y, from, sum, from - 6, sum, x + 6, sum], palette.lineStrong, 1.2, 0.25 + 0.5 * added);
  }
}

export function paintEmbeddingLabels(picture: Picture): void {
  const { view, brush } = picture;
  const { shape, frame, pose, dive } = view;
  if (view.tops[2] < 0 || pose.digits > 0.6 || dive > 0.6) return;
  const open = view.open[zoneIndex(shape, 'embedding')];
  const radius = Math.min(5.5, frame.pitch * 0.1 * view.scale);
  for (let token = 0; token < tokenCount(picture); token++) {
    const { position, sum } = embeddingPlace(view, token);
    if (position && radius >= 2) brush.sum(view.laneX(token), sum, mix(radius, 8, open), 0);
    if (position && open > 0.6 && position.width > 50)
      brush.text(msg(str`position ${token + 1}`), position.x + position.width / 2, position.y - 10, {
        align: 'center',
        size: 12,
        alpha: (open - 0.6) * 2.5,
      });
  }
}

/** The row of tokens covers what scrolls under it. */
export function paintTokens(picture: Picture): void {
  const { brush, view, items, labels, token: chosen, hover } = picture;
  const { context, palette } = brush;
  const { frame } = view;
  const fade = context.createLinearGradient(0, 0, 0, frame.header + 8);
  fade.addColorStop(0, palette.background);
  fade.addColorStop(0.8, palette.background);
  fade.addColorStop(1, transparent(palette.background));
  context.fillStyle = fade;
  context.fillRect(frame.rail, 0, frame.width - frame.rail, frame.header + 8);
  const padding = frame.isNarrow ? 4 : 10;
  // The selected one is whole, over its neighbours.
  const chips = items
    .flatMap(({ subject, rect }) => (subject.kind === 'token' ? [{ subject, rect }] : []))
    .sort((a, b) => Number(a.subject.token === chosen) - Number(b.subject.token === chosen));
  const room = chips[0]?.rect.width ?? 0;
  const size = labels.every((label) => brush.width(label, 15, true) + padding <= room) ? 15 : 12;
  for (const { subject, rect } of chips) {
    const isChosen = subject.token === chosen;
    const isHovered = hover?.kind === 'token' && hover.token === subject.token;
    const colour = isChosen ? palette.highlight : palette.text;
    const middle = rect.x + rect.width / 2;
    if (picture.drop < 1 && subject.token === tokenCount(picture) - 1) {
      paintDroppingToken(picture, { x: middle, y: rect.y + rect.height / 2 });
      continue;
    }
    if (frame.isUpright && rect.height > 40) {
      const alpha = isChosen || isHovered ? 1 : 0.8;
      brush.text(labels[subject.token], middle, rect.y + rect.height, {
        size: 12,
        isBold: isChosen,
        colour,
        alpha,
        isUpright: true,
        maxWidth: rect.height - 4,
      });
      continue;
    }
    const whole = brush.width(labels[subject.token], size, isChosen) + 1.8 * padding;
    const width = isChosen ? whole : Math.min(rect.width, whole);
    brush.box({ x: middle - width / 2, y: rect.y, width, height: rect.height }, 7);
    context.fillStyle = palette.raised;
    context.fill();
    context.lineWidth = isChosen ? 1.6 : 1;
    context.strokeStyle = isChosen || isHovered ? palette.highlight : palette.line;
    context.stroke();
    brush.text(labels[subject.token], middle, rect.y + rect.height / 2, {
      colour,
      isBold: isChosen,
      align: 'center',
      size,
      maxWidth: width - padding,
    });
  }
}

/** The chosen token on its way from its bar to the end of the prompt. */
function paintDroppingToken({ brush, view, labels, drop }: Picture, to: { x: number; y: number }): void {
  const { palette } = brush;
  const last = labels.length - 1;
  const { label, row } = predictionPlace(view, last);
  const t = 1 - (1 - drop) ** 3;
  const [x, y] = [mix(label - 30, to.x, t * t), mix(row(0), to.y, t)];
  const width = brush.width(labels[last], 13, true) + 18;
  const rect = { x: x - width / 2, y: y - 14, width, height: 28 };
  brush.fill(rect, 7, palette.raised, 1);
  brush.outline(rect, 7, palette.positive, 1, 1.6);
  brush.text(labels[last], x, y, { align: 'center', isBold: true, colour: palette.positive });
}

/** What is predicted below each lane, and the distribution after the last token. */
export function paintPredictions(picture: Picture): void {
  const { view, items, brush, labels, vocabulary, values } = picture;
  const { shape, pose, dive } = view;
  const zone = zoneIndex(shape, 'prediction');
  if (view.tops[zone] > view.frame.height || pose.digits > 0.6 || dive > 0.6) return;
  const guesses = guessesOf(values);
  for (const { subject, rect, depth, alpha = 1 } of items) {
    if (subject.kind === 'guess' && guesses) {
      const { id } = guesses[subject.token];
      const done = revealed(picture, subject.token, depth, 0.2);
      brush.text(tokenLabel(vocabulary[id] ?? ''), rect.x + rect.width / 2, rect.y + rect.height / 2, {
        ...{
          align: 'center',
          maxWidth: rect.width,
          alpha: alpha * done * (picture.valuesAlpha < 1 ? 0.6 : 1),
        },
        colour: vocabulary[id] === labels[subject.token + 1] ? brush.palette.text : brush.palette.muted,
      });
    }
    if (subject.kind === 'prediction') paintBar(picture, subject.rank, depth, alpha);
  }
}

/** One bar as it is drawn now. */
function barOf(picture: Picture, rank: number) {
  const { values, growth } = picture;
  const bar = predictionBars(values, BARS)[rank];
  if (!bar) return undefined;
  const { before = 0 } = bar;
  const { after, before: first } = comparisonOf(values);
  const known = after ? bar.after : bar.before;
  const least = (after ?? first).at(-1)?.probability ?? 0;
  return {
    label: tokenLabel(bar.text),
    before: after ? before : 0,
    isChanged: after !== undefined,
    probability: after ? mix(before, bar.after ?? 0, growth) : before * growth,
    isFirst: bar.id === (after ?? first)[0].id,
    share: known === undefined ? `< ${formatPercent(least).replace('<\u202f', '')}` : formatPercent(known),
  };
}

function paintBar(picture: Picture, rank: number, depth: number, alpha: number): void {
  const { view, brush } = picture;
  const { palette } = brush;
  const T = tokenCount(picture);
  const bar = barOf(picture, rank);
  const place = predictionPlace(view, T);
  const y = place.row(rank);
  const done = revealed(picture, T - 1, depth, 0.5);
  if (bar && view.frame.isPlain) paintLarge(picture, bar, place, { y, done, alpha });
  if (!bar || done <= 0 || view.frame.isPlain) return;
  const { label, before, probability, isFirst } = bar;
  const colour = isFirst ? palette.text : palette.muted;
  const labelWidth = Math.min(100, brush.width(label, 13, isFirst));
  paintBranch(picture, place, {
    y,
    labelWidth,
    width: isFirst ? mix(1, 5, probability) : 1,
    alpha: alpha * done * (isFirst ? 0.8 : 0.3),
  });
  brush.text(label, place.label, y, {
    align: 'right',
    isBold: isFirst,
    alpha: alpha * done,
    colour,
    maxWidth: 100,
    hasHalo: true,
  });
  const height = place.rowHeight * 0.54;
  const rect = (share: number) => ({
    x: place.bar,
    y: y - height / 2,
    width: Math.max(2, place.full * share),
    height,
  });
  brush.fill(rect(probability * done), 3, palette.positive, alpha * (isFirst ? 1 : 0.8));
  if (before > 0.01) brush.dashed(rect(before), 3, palette.text, alpha);
  const widest = place.full * Math.max(probability, before);
  brush.text(bar.share, place.bar + clamp(widest, 2, place.full) + 8, y, { alpha: alpha * done, colour });
}

/** A large token over its bar is there at once; its curve comes with the front. */
function paintLarge(
  { view, brush, values }: Picture,
  { label, before, isChanged, probability, isFirst, share }: NonNullable<ReturnType<typeof barOf>>,
  place: PredictionPlace,
  { y, done, alpha }: { y: number; done: number; alpha: number },
): void {
  const { palette } = brush;
  const { isNarrow } = view.frame;
  const colour = isFirst ? (isChanged ? palette.highlight : palette.positive) : palette.muted;
  const [x, top] = [view.laneX(values.tokens.length - 1), bottomOfStream(view)];
  const end = place.label - 10;
  const bend = (end - x) * 0.5;
  brush.curve(
    [x, top, x + bend, top + 8, end - bend, y, end, y],
    isFirst ? colour : palette.positive,
    1 + (isNarrow ? 4 : 6) * probability,
    alpha * done * (0.2 + 0.7 * probability),
  );
  brush.text(label, place.label, y - (isNarrow ? 3 : 6), {
    ...{ colour, alpha, isBold: isFirst, hasHalo: true, maxWidth: view.frame.width - place.label - 6 },
    size: isNarrow ? (isFirst ? 17 : 14) : isFirst ? 27 : 18,
  });
  const rect = (of: number) => ({
    ...{ x: place.bar, y: y + (isNarrow ? 8 : 11), height: isNarrow ? 4 : 6 },
    width: Math.max(3, place.full * of),
  });
  brush.fill(rect(probability), 3, colour, alpha * (isFirst ? 1 : 0.8));
  if (before > 0.01) brush.dashed(rect(before), 3, palette.text, alpha);
  if (isNarrow && !isFirst) return;
  const [right, below] = isNarrow ? [0, 22] : [rect(Math.max(probability, before)).width + 10, 15];
  brush.text(share, place.bar + right, y + below, {
    ...{ size: isNarrow ? 13 : 16, alpha, colour: isFirst ? palette.text : palette.muted },
  });
}

/** From the last vector to a bar: right of its lane, or along the left edge of bars below all lanes. */
function paintBranch(
  { view, brush, values }: Picture,
  place: PredictionPlace,
  { y, labelWidth, width, alpha }: { y: number; labelWidth: number; width: number; alpha: number },
): void {
  const { positive } = brush.palette;
  const [x, top] = [view.laneX(values.tokens.length - 1), bottomOfStream(view)];
  if (place.bar > x) {
    const end = Math.max(x + 18, place.label - labelWidth - 8);
    brush.curve(
      [x, top, x, y, x, y, Math.min(x + 16, end), y, end, y, end, y, end, y],
      positive,
      width,
      alpha,
    );
    return;
  }
  const turn = place.row(0) - place.rowHeight * 0.55;
  const left = place.bar - 3;
  brush.curve(
    [x, top, x, turn, x, turn, x - 12, turn, left + 12, turn, left + 12, turn, left + 12, turn],
    positive,
    1.5,
    alpha,
  );
  brush.curve([left + 12, turn, left, turn, left, turn, left, y], positive, 1.5, alpha);
}
