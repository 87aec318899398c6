// Where the parts of softmax are on the canvas: text above, bars over their words, powers under them, numbers and the slider below.

import type { Viewport } from '../../stage/scene.ts';

export interface Frame {
  /** Of text, before the visitor's scale; `em` is the same in CSS pixels. */
  readonly size: number;
  readonly em: number;
  /** Edges of the bars. */
  readonly left: number;
  readonly right: number;
  /** Bars that have room. */
  readonly columns: number;
  readonly isNarrow: boolean;
  /** Heights on the canvas, in CSS pixels. */
  readonly y: {
    readonly text: number;
    readonly top: number;
    readonly base: number;
    readonly words: number;
    readonly slider: number;
    /** Of what a low canvas leaves out. */
    readonly steps:
      | {
          readonly top: number;
          readonly base: number;
          readonly powers: number;
          readonly logits: number;
          readonly ticks: number;
        }
      | undefined;
  };
  /** Middle of a column. */
  at(column: number): number;
  /** Width of a column. */
  readonly step: number;
}

const MOST_COLUMNS = 12;

export function frameOf({ width, height, textScale }: Viewport): Frame {
  const isNarrow = width < 620 * textScale;
  const size = isNarrow ? 12 : 15;
  const em = size * textScale;
  const [left, right] = [(isNarrow ? 3.4 : 6.6) * em, width - 0.8 * em];
  const columns = Math.max(3, Math.min(MOST_COLUMNS, Math.floor((right - left) / (4.4 * em))));
  const step = (right - left) / columns;
  const common = { size, em, left, right, columns, isNarrow, step };
  const at = (column: number) => left + (column + 0.5) * step;
  const [text, top] = [1.4 * em, 4.4 * em];
  if (height < 24 * em || isNarrow) {
    const slider = height - 1.2 * em;
    const words = slider - 2 * em;
    return { ...common, at, y: { text, top, base: words - 1.1 * em, words, slider, steps: undefined } };
  }
  const ticks = height - 0.9 * em;
  const slider = ticks - 1.5 * em;
  const logits = slider - 2.1 * em;
  const powers = logits - 1.7 * em;
  const ghosts = powers - 1.1 * em;
  const above = ghosts - 0.13 * height;
  const words = above - 1.4 * em;
  const steps = { top: above, base: ghosts, powers, logits, ticks };
  return { ...common, at, y: { text, top, base: words - 1.2 * em, words, slider, steps } };
}
