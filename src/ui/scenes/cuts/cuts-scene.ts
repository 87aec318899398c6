// Tokens (chapter 5, 3:19): one text cut into words, into byte pairs and into characters, each under the other, letter by letter.

import { msg, str } from '@lit/localize';
import { clamp, type Rect } from '../../stage/geometry.ts';
import type { Mark } from '../../stage/marks/mark.ts';
import { MarkScene } from '../../stage/marks/mark-scene.ts';
import type { Colour } from '../../stage/marks/shape.ts';
import { arriving } from '../../stage/marks/timeline.ts';
import type { Viewport } from '../../stage/scene.ts';

export interface Piece {
  /** With its spaces visible. */
  readonly label: string;
  /** Its characters in the text. */
  readonly from: number;
  readonly to: number;
  /** In the model's vocabulary. */
  readonly id?: number | undefined;
}

export const CUTS = ['words', 'pairs', 'characters'] as const;
export type Cut = (typeof CUTS)[number];

export interface CutsInput {
  readonly text: string;
  readonly pieces: Readonly<Record<Cut, readonly Piece[]>>;
  /** That of the model. */
  readonly own: Cut;
}

/** Seconds: one way to cut after the other. */
const TIMES = { start: 0.3, each: 1.6, end: 5.2 };
const COLOURS: Readonly<Record<Cut, Colour>> = { words: 'positive', pairs: 'highlight', characters: 'key' };

export class CutsScene extends MarkScene<CutsInput> {
  readonly name = 'cuts';
  readonly duration = TIMES.end;
  readonly tableHead = [msg('One text, cut in three ways'), msg('token'), msg('id')] as const;

  protected override isAnother(input: Partial<CutsInput>, before: Partial<CutsInput>): boolean {
    return input.text !== before.text;
  }

  override summary({ own, pieces }: Partial<CutsInput>): string {
    if (!own || !pieces) return msg('Loading …');
    return msg(str`This model reads ${pieces[own].length} ${nameOf(own)}, as the small numbers: their ids.`);
  }

  override layout(input: Partial<CutsInput>, viewport: Viewport, t: number): readonly Mark[] | undefined {
    const { text, pieces, own } = input;
    if (text === undefined || !pieces || !own) return undefined;
    const page = pageOf(viewport, text);
    return CUTS.flatMap((cut, row) => {
      const from = TIMES.start + row * TIMES.each;
      const come = (piece: Piece) => {
        const begin = from + (TIMES.each * piece.from) / Math.max(1, text.length);
        return arriving(t, begin, begin + 0.4);
      };
      const shown = pieces[cut].flatMap((piece, i) => boxes(page, cut, { piece, i, own }, come(piece)));
      return [legend(page, cut, pieces[cut].length), ...shown];
    });
  }
}

const nameOf = (cut: Cut): string =>
  ({ words: msg('words'), pairs: msg('byte pairs'), characters: msg('characters') })[cut];

interface Page {
  /** Of text, before the visitor's scale; `em` is the same in CSS pixels. */
  readonly size: number;
  readonly em: number;
  readonly textScale: number;
  readonly width: number;
  /** Of letters in boxes, before the visitor's scale. */
  readonly letter: number;
  /** Where each line of the text begins, and its end. */
  readonly lines: readonly number[];
  at(cut: Cut, from: number, to: number): Rect | undefined;
}

/** Begins of lines of at most so many characters, which begin with a word. */
function linesOf(text: string, most: number): readonly number[] {
  const lines = [0];
  for (;;) {
    const begin = lines[lines.length - 1];
    if (text.length - begin <= most) return lines;
    const space = text.lastIndexOf(' ', begin + most);
    lines.push(space > begin ? space : begin + most);
  }
}

/** Height of a line of three rows, in widths of a character, and the least of it in sizes of the smallest text. */
const [TALL, LEAST] = [5.6, 4.2];

function pageOf({ width, height, textScale }: Viewport, text: string): Page {
  const size = width < 620 * textScale ? 12 : 16;
  const em = size * textScale;
  const top = 2.2 * em;
  const [across, below] = [width - 1.2 * em, height - top - 0.4 * em];
  const least = 12 * textScale;
  const options = [1, 2, 3, 4, 5, 6].map((count) => {
    const lines = linesOf(text, Math.max(Math.ceil(text.length / count), 8));
    const ends = lines.map((_, i) => lines[i + 1] ?? text.length);
    const longest = Math.max(1, ...ends.map((end, i) => end - lines[i]));
    const cell = Math.min(across / longest, below / lines.length / TALL);
    return { lines, longest, cell };
  });
  const best = options.reduce((a, b) => (b.cell > a.cell ? b : a));
  const cell = Math.max(best.cell, Math.min(least, across / best.longest));
  const pitch = Math.max(Math.min(below / best.lines.length, 7.5 * cell), LEAST * least);
  const row = (pitch - 0.4 * em) / CUTS.length;
  const left = (width - cell * best.longest) / 2;
  const first = top + Math.max(0, (below - pitch * best.lines.length) / 2);
  return {
    ...{ size, em, textScale, width, lines: best.lines },
    letter: clamp(Math.min(cell / 0.66, 0.5 * row) / textScale, 12, 26),
    at(cut, from, to) {
      const line = best.lines.findLastIndex((begin) => begin <= from);
      const y = first + line * pitch + CUTS.indexOf(cut) * row;
      if (y + row > height || to <= from) return undefined;
      const x = left + (from - best.lines[line]) * cell;
      return { x: x + 1, y, width: (to - from) * cell - 2, height: row - Math.min(5, 0.12 * row) };
    },
  };
}

const LEGEND = [
  { share: 0.02, align: 'left' },
  { share: 0.5, align: 'center' },
  { share: 0.98, align: 'right' },
] as const;

function legend({ width, em, size }: Page, cut: Cut, count: number): Mark {
  const { share, align } = LEGEND[CUTS.indexOf(cut)];
  return {
    key: `legend-${cut}`,
    shape: {
      ...{ kind: 'text', x: share * width, y: em, text: `${nameOf(cut)}: ${count}`, size, align },
      ...{ isBold: true, fill: COLOURS[cut] },
    },
  };
}

/** A token as a box over its letters; the model's own with their ids where there is room. */
function boxes(
  { at, letter, textScale }: Page,
  cut: Cut,
  { piece, i, own }: { piece: Piece; i: number; own: Cut },
  alpha: number,
): Mark[] {
  const rect = at(cut, piece.from, piece.to);
  if (!rect) return [];
  const { x, y, width, height } = rect;
  const id = cut === own && piece.id !== undefined ? String(piece.id) : '';
  const small = 12 * textScale;
  const hasId = id !== '' && width > 0.58 * small * id.length && height > (1.3 * letter + 16) * textScale;
  const fill = COLOURS[cut];
  const middle = x + width / 2;
  return [
    {
      ...{ key: `${cut}-${i}`, name: `${nameOf(cut)} ${piece.label}`, value: piece.id },
      shape: { kind: 'box', ...rect, radius: 4, fill: 'raised', stroke: fill, alpha },
    },
    {
      key: `${cut}-text-${i}`,
      shape: {
        ...{ kind: 'text', x: middle, y: y + (hasId ? 0.36 : 0.5) * height, text: piece.label, size: letter },
        ...{ align: 'center', isBold: cut === own, alpha, maxWidth: width },
      },
    },
    ...(hasId
      ? [
          {
            key: `${cut}-id-${i}`,
            shape: {
              ...{ kind: 'text' as const, x: middle, y: y + height - 0.75 * small, text: id, size: 12 },
              ...{ align: 'center' as const, fill, alpha },
            },
          },
        ]
      : []),
  ];
}
