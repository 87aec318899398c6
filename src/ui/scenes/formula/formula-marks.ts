// The formula itself, whose letters can be pressed.

import type { Point } from '../../stage/geometry.ts';
import type { Mark } from '../../stage/marks/mark.ts';
import type { Colour } from '../../stage/marks/shape.ts';
import type { Frame } from './frame.ts';
import { type Letter, lightOf } from './letters.ts';

export const COLOURS: Readonly<Record<Letter, Colour>> = {
  ...{ Q: 'query', K: 'key', product: 'text', root: 'text', softmax: 'positive', V: 'value' },
};

/** Middles and widths, in letters' sizes, from the middle of the formula. */
const PLACES = {
  softmax: { x: -2.35, width: 3.9 },
  open: { x: -0.1, width: 0 },
  Q: { x: 0.62, width: 0.86 },
  K: { x: 1.5, width: 0.86 },
  transposed: { x: 2.05, width: 0 },
  product: { x: 1.3, width: 2.3 },
  close: { x: 2.7, width: 0 },
  V: { x: 3.55, width: 0.9 },
} as const;

/** @param names of the letters, for tips and tables */
export function formulaMarks(
  { formula, letter, em, size }: Frame,
  lit: Letter | undefined,
  names: Readonly<Record<Letter, string>>,
  press: (letter: Letter) => () => void,
): Mark[] {
  const unit = (letter * em) / size;
  const at = (place: keyof typeof PLACES) => formula.x + PLACES[place].x * unit;
  const [above, below] = [formula.y - 0.62 * unit, formula.y + 0.68 * unit];
  const plate = (part: Letter, centre: Point, width: number, height = 1.1 * unit): Mark => ({
    ...{ key: `letter-${part}`, name: names[part], press: press(part), isAct: part === 'Q' },
    shape: {
      ...{ kind: 'box', x: centre.x - width / 2, y: centre.y - height / 2, width, height },
      ...{ radius: 6, fill: 'raised', alpha: lit === part ? 1 : 0.55 },
    },
  });
  const glyph = (key: string, part: Letter, text: string, x: number, y: number, scale = 1): Mark => ({
    key: `glyph-${key}`,
    shape: {
      ...{ kind: 'text', x, y, text, size: Math.max(12, scale * letter), align: 'center', isMath: true },
      ...{ fill: COLOURS[part], alpha: Math.max(0.45, lightOf(part, lit)) },
    },
  });
  const bracket = (key: 'open' | 'close', side: 1 | -1): Mark => ({
    key,
    shape: {
      ...{ kind: 'line', stroke: 'text', lineWidth: 0.05 * unit + 0.6, alpha: lit ? 0.6 : 1 },
      points: Array.from({ length: 13 }, (_, i) => {
        const turn = ((i - 6) / 6) * 0.9;
        return [
          at(key) + side * unit * (1.35 - 1.35 * Math.cos(turn)) - side * 0.25 * unit,
          formula.y + 1.62 * unit * Math.sin(turn),
        ];
      }).flat(),
    },
  });
  const root = [0.55, 0.1, 0.66, 0.02, 0.82, 0.42, 1.0, -0.44, 1.92, -0.44].map((each, i) =>
    i % 2 === 0 ? at('Q') - 0.35 * unit + each * unit : below + each * unit,
  );
  const bar = [at('product') - 1.15 * unit, formula.y, at('product') + 1.15 * unit, formula.y];
  return [
    plate('softmax', { x: at('softmax'), y: formula.y }, PLACES.softmax.width * unit),
    plate('product', { x: at('product'), y: above }, PLACES.product.width * unit),
    plate('Q', { x: at('Q'), y: above }, PLACES.Q.width * unit, 0.95 * unit),
    plate('K', { x: at('K'), y: above }, PLACES.K.width * unit, 0.95 * unit),
    plate('root', { x: at('product'), y: below }, PLACES.product.width * unit),
    plate('V', { x: at('V'), y: formula.y }, PLACES.V.width * unit),
    { key: 'bar', shape: { kind: 'line', points: bar, stroke: 'text', lineWidth: 0.04 * unit + 0.6 } },
    {
      key: 'radical',
      shape: {
        ...{ kind: 'line', points: root, stroke: COLOURS.root, lineWidth: 0.04 * unit + 0.6 },
        alpha: Math.max(0.45, lightOf('root', lit)),
      },
    },
    ...[bracket('open', 1), bracket('close', -1)],
    glyph('softmax', 'softmax', 'softmax', at('softmax'), formula.y),
    glyph('Q', 'Q', '\u{1d444}', at('Q'), above),
    glyph('K', 'K', '\u{1d43e}', at('K'), above),
    glyph('T', 'K', 'T', at('transposed'), above - 0.25 * unit, 0.5),
    glyph('d', 'root', '\u{1d451}', at('product') + 0.2 * unit, below, 0.85),
    glyph('V', 'V', '\u{1d449}', at('V'), formula.y),
  ];
}
