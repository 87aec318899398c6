// Where the steps of softmax are on the canvas, from top to bottom: logits, powers, probabilities, words, and the slider.

import type { Viewport } from '../../stage/scene.ts';

/** What the moment is about: the steps, the temperature, or the names of the numbers. */
export type About = 'steps' | 'temperature' | 'names';

/** Heights between which bars stand, in CSS pixels; their numbers stand beyond the bars. */
export interface Band {
  readonly top: number;
  readonly base: number;
}

export interface Frame {
  /** Of text, before the visitor's scale; `em` is the same in CSS pixels. */
  readonly size: number;
  readonly em: number;
  /** Edges of the bars. */
  readonly left: number;
  readonly right: number;
  /** Bars that have room, and the width of a column. */
  readonly columns: number;
  readonly step: number;
  readonly logits: Band;
  /** Only where the moment is about the steps and there is room. */
  readonly powers: Band | undefined;
  readonly shares: Band;
  readonly words: number;
  readonly slider: number | undefined;
  /** Middle of a column. */
  at(column: number): number;
}

const MOST_COLUMNS = 12;
/** Heights of the bands, as parts of all of them. */
const PARTS = {
  steps: [0.27, 0.23, 0.5],
  low: [0.36, 0, 0.64],
  temperature: [0.36, 0, 0.64],
  names: [0.4, 0, 0.6],
};

export function frameOf({ width, height, textScale }: Viewport, about: About): Frame {
  const size = width < 620 * textScale ? 12 : 15;
  const em = size * textScale;
  const [left, right] = [(size > 12 ? 6.2 : 5.2) * em, width - 0.8 * em];
  const columns = Math.max(3, Math.min(MOST_COLUMNS, Math.floor((right - left) / (3.6 * em))));
  const step = (right - left) / columns;
  const slider = about === 'temperature' ? height - 1.5 * em : undefined;
  const words = (slider === undefined ? height : slider - 1.1 * em) - 1.2 * em;
  const parts = PARTS[about === 'steps' && height < 26 * em ? 'low' : about];
  const [from, to] = [3 * em, words - 1.1 * em];
  const band = (i: number): Band => {
    const start = parts.slice(0, i).reduce((sum, part) => sum + part, 0);
    const [top, base] = [start, start + parts[i]].map((share) => from + share * (to - from));
    // A line for the numbers above the bars, and a gap below all but the last.
    return { top: top + 1.5 * em, base: base - (i < 2 ? 1.3 * em : 0) };
  };
  return {
    ...{ size, em, left, right, columns, step, slider, words },
    ...{ logits: band(0), powers: parts[1] > 0 ? band(1) : undefined, shares: band(2) },
    at: (column) => left + (column + 0.5) * step,
  };
}
