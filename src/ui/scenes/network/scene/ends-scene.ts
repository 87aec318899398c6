// The two ends of the network: tokens with their embeddings at the top, predictions at the bottom.

import { clamp, mix, type Rect, smoothstep } from '../../../stage/geometry.ts';
import type { Frame } from './frame.ts';
import type { Item } from './items.ts';
import { type NetworkShape, zoneIndex } from './network-shape.ts';
import { bottomOfStream, type Projection } from './projection.ts';

/** Labels of the tokens stay at the top of the canvas, wherever the camera is. */
export function tokenItems({ frame, laneX, dive, pose, scale }: Projection, tokens: number): Item[] {
  const [width, height] = frame.isUpright
    ? [Math.min(24, frame.pitch), frame.header - 10]
    : [
        Math.min(frame.pitch * Math.max(1, scale) - (frame.isNarrow ? 2 : 4), 120 * frame.textScale),
        frame.textScale * (frame.isNarrow ? 24 : 28),
      ];
  // Inside one lane, labels are level and only those near it are in view.
  const size =
    frame.isUpright && Math.max(dive, pose.digits) > 0.5 ? { width: 110, height: 28 } : { width, height };
  return Array.from(
    { length: tokens },
    (_, token): Item => ({
      subject: { kind: 'token', token },
      rect: { x: laneX(token) - size.width / 2, y: 4, ...size },
      depth: 0,
    }),
  );
}

/** Embeddings of the token and of the position, and the sum of both. */
export interface EmbeddingPlace {
  readonly token: Rect;
  readonly position?: Rect;
  /** Middle of the sum. */
  readonly sum: number;
}

/** Of the token embeddings in their unfolded zone, as a share of its depth: those of positions come below. */
const embeddingDepth = ({ hasPositions }: NetworkShape) => (hasPositions ? 0.56 : 0.72);

export function embeddingPlace(view: Projection, token: number): EmbeddingPlace {
  const { shape, frame, vectorWidth, gap, tops } = view;
  const zone = zoneIndex(shape, 'embedding');
  const [top, bottom, open] = [tops[zone], tops[zone + 1], view.open[zone]];
  const depth = bottom - top;
  const y = (fraction: number) => top + depth * fraction;
  const x = view.laneX(token) - vectorWidth / 2;
  const height = Math.min(vectorWidth / 2, mix(depth * 0.45, 90, open));
  const width = mix(Math.min(vectorWidth / 2, gap * 0.7), Math.min(vectorWidth, gap * 0.72), open);
  const positionY = mix(y(0.02) + height - Math.min(height, width / 2), y(0.72), open);
  const left = view.gapX(token) + mix(Math.min(8, gap * 0.1), (gap - width) / 2, open);
  return {
    token: { x, y: mix(y(0.02), y(embeddingDepth(shape)), open), width: vectorWidth, height },
    ...(shape.hasPositions && {
      position: { x: left, y: positionY, width, height: Math.min(height, width / 2) },
    }),
    sum: bottom - mix(frame.isNarrow ? 8 : 10, 26, open),
  };
}

export function embeddingItems(view: Projection, tokens: number): Item[] {
  const alpha = 1 - view.pose.digits;
  return Array.from({ length: tokens }, (_, token) => token).flatMap((token): Item[] => {
    const place = embeddingPlace(view, token);
    const embed = { kind: 'vector', name: 'hook_embed', token } as const;
    const position = { kind: 'vector', name: 'hook_pos_embed', token } as const;
    return [
      { subject: embed, rect: place.token, depth: 1.35, alpha },
      ...(place.position ? [{ subject: position, rect: place.position, depth: 1.6, alpha }] : []),
    ];
  });
}

export interface PredictionPlace {
  /** Right end of the token's text, and left end of its bar: both left ends where the prediction is large. */
  readonly label: number;
  readonly bar: number;
  /** Width of a bar of 100 %. */
  readonly full: number;
  /** Middle of each row. */
  row(rank: number): number;
  readonly rowHeight: number;
}

/** A column of large tokens, each over its bar. */
function largePredictionPlace({
  bars,
  gutter,
  header,
  height,
  isNarrow,
  textScale,
  width,
}: Frame): PredictionPlace {
  const rowHeight = Math.min((isNarrow ? 46 : 56) * textScale, (height - header) / (bars + 0.5));
  const label = width - gutter + (isNarrow ? 22 : 66) * (isNarrow ? 1 : textScale);
  const middle = (header + height) / 2;
  return {
    ...{ label, bar: label, rowHeight },
    full: width - label - (isNarrow ? 10 : 76 * textScale),
    row: (rank) => middle + (rank - (bars - 1) / 2) * rowHeight,
  };
}

/** Bars of the prediction after the last token: beside its lane, or below all lanes where there is no room. */
export function predictionPlace(view: Projection, tokens: number): PredictionPlace {
  const { frame, shape, tops, vectorWidth } = view;
  if (frame.isPlain) return largePredictionPlace(frame);
  const zone = zoneIndex(shape, 'prediction');
  const top = tops[zone];
  const lane = view.laneX(tokens - 1) + vectorWidth / 2;
  const isBeside = !frame.isNarrow && frame.width - lane > 236 * frame.textScale;
  const { textScale } = frame;
  const rowHeight = textScale * (isBeside ? 19 : 17);
  const below = frame.rail + Math.min(110 * textScale, 0.34 * (frame.width - frame.rail));
  const label = isBeside
    ? lane + 112 * textScale
    : Math.max(below, frame.isNarrow ? 0 : lane - 280 * textScale);
  const bar = label + 8;
  const full = clamp((isBeside || frame.isNarrow ? frame.width : lane - 20) - bar - 80 * textScale, 40, 150);
  return {
    label,
    bar,
    full,
    rowHeight,
    row: (rank) => top + textScale * (isBeside ? 10 : frame.isUpright ? 12 : 34) + rank * rowHeight,
  };
}

/** @param hasGuesses whether the prediction at every token is known, and shown below its lane */
export function predictionItems(view: Projection, tokens: number, bars: number, hasGuesses: boolean): Item[] {
  const open = view.open[zoneIndex(view.shape, 'unembedding')];
  const alpha = (1 - view.dive) * (1 - view.pose.digits) * (1 - smoothstep(0, 0.5, open));
  const zone = zoneIndex(view.shape, 'prediction');
  const place = predictionPlace(view, tokens);
  const items = Array.from(
    { length: Math.min(view.frame.bars, bars) },
    (_, rank): Item => ({
      subject: { kind: 'prediction', rank },
      rect: {
        x: place.label - (view.frame.isPlain ? 0 : 90),
        y: place.row(rank) - place.rowHeight / 2,
        width: place.bar + place.full + 60 - (place.label - (view.frame.isPlain ? 0 : 90)),
        height: place.rowHeight,
      },
      depth: zone + 0.2 + rank * 0.1,
      alpha,
    }),
  );
  if (!hasGuesses || view.frame.isUpright || view.frame.isPlain) return items;
  const width = view.frame.pitch * view.scale - 6;
  const guesses = Array.from(
    { length: tokens - 1 },
    (_, token): Item => ({
      subject: { kind: 'guess', token },
      rect: { x: view.laneX(token) - width / 2, y: view.tops[zone] + 2, width, height: 20 },
      depth: zone + 0.1,
      alpha,
    }),
  );
  return [...guesses, ...items];
}

/** The embedding matrix, a column a token of the vocabulary, where its zone is unfolded. */
export function embeddingMatrix(view: Projection): Rect & { readonly alpha: number } {
  const { frame, tops, shape } = view;
  const zone = zoneIndex(shape, 'embedding');
  const x = view.laneX(0) - view.vectorWidth / 2;
  const depth = tops[zone + 1] - tops[zone];
  // Between the matrix and the tokens above it, and the vectors below it.
  const [above, below] = [Math.min(56, 0.16 * depth), Math.min(72, 0.19 * depth)];
  return {
    ...{ x, y: tops[zone] + above },
    alpha: smoothstep(0.1, 0.7, view.open[zone]) * smoothstep(80, 130, depth),
    width: Math.max(80, frame.width - (frame.isNarrow ? 12 : frame.gutter) - x),
    height: Math.max(24, Math.min(300, embeddingDepth(shape) * depth - above - below)),
  };
}

/** Columns of the unembedding, where its zone is unfolded: a row a likely token. */
export interface UnembeddingTable {
  readonly alpha: number;
  readonly rows: number;
  readonly rowHeight: number;
  /** Middle of each row. */
  row(index: number): number;
  /** Right end of the tokens, then left ends of what follows. */
  readonly label: number;
  readonly weights: Rect;
  /** Middle of the bars of logits, and half their width. */
  readonly logit: number;
  readonly logitWidth: number;
  readonly bar: number;
  readonly barWidth: number;
}

const MOST_ROWS = 14;

export function unembeddingTable(view: Projection, tokens: number): UnembeddingTable {
  const { frame, shape, tops } = view;
  const zone = zoneIndex(shape, 'unembedding');
  const top = bottomOfStream(view) + 58;
  const rows = Math.min(MOST_ROWS, tokens, Math.max(3, Math.floor((tops[zone + 1] - top) / 26)));
  const rowHeight = Math.min(40, (tops[zone + 1] - top) / rows);
  const left = frame.rail + 16;
  const across = Math.min(frame.width - left - 16, 1500);
  const at = (share: number) => left + share * across;
  const width = Math.min(150, 0.13 * across);
  return {
    ...{ rows, rowHeight, alpha: smoothstep(0.3, 0.9, view.open[zone]) },
    row: (index) => top + (index + 0.5) * rowHeight,
    label: at(frame.isNarrow ? 0.26 : 0.14),
    weights: { x: at(0.155), y: 0, width, height: Math.min(width / 2, rowHeight - 8) },
    logit: at(frame.isNarrow ? 0.42 : 0.42),
    logitWidth: 0.12 * across,
    bar: at(frame.isNarrow ? 0.6 : 0.64),
    barWidth: 0.26 * across,
  };
}
