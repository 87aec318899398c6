import { describe, expect, it } from 'vitest';
import { piecesIn } from '../../../../src/ui/course/05-transformers/pieces.ts';
import { type CutsInput, CutsScene } from '../../../../src/ui/scenes/cuts/cuts-scene.ts';
import { boundsOf } from '../../../../src/ui/stage/marks/shape.ts';
import { complaints, shareOf, VIEWPORTS } from '../../../support/scenes/legible.ts';

const [SQUARE] = VIEWPORTS;
const inputOf = (text: string, pairs: readonly string[]): CutsInput => ({
  ...{ text, own: 'words' },
  pieces: {
    words: piecesIn(
      text,
      text.split(' ').map((word, id) => ({ text: word, id: 1000 + id })),
    ),
    pairs: piecesIn(
      text,
      pairs.map((piece) => ({ text: piece })),
    ),
    characters: piecesIn(
      text,
      [...text].map((character) => ({ text: character })),
    ),
  },
});
const PAIRS = ['Once', ' upon', ' a', ' time', ' there', ' was', ' a', ' grand', 'm', 'other'];
const INPUT = inputOf(PAIRS.join(''), PAIRS);
const marksOf = (input = INPUT, viewport = SQUARE) =>
  new CutsScene().layout(input, viewport, Number.POSITIVE_INFINITY) ?? [];

describe('tokens of three kinds', () => {
  it('are in their places in the text', () => {
    const { words, pairs, characters } = INPUT.pieces;
    expect(words.map(({ from, to }) => INPUT.text.slice(from, to))).toEqual(INPUT.text.split(' '));
    expect(pairs.map(({ from, to }) => INPUT.text.slice(from, to))).toEqual(PAIRS);
    expect(pairs.slice(0, 2).map(({ label }) => label)).toEqual(['Once', '␣upon']);
    expect(characters).toHaveLength(INPUT.text.length);
  });

  it('of a word are under it', () => {
    const rectOf = (key: string) => {
      const mark = marksOf().find((each) => each.key === key);
      return mark ? boundsOf(mark.shape) : { x: 0, y: 0, width: 0, height: 0 };
    };
    const [whole, last] = [rectOf('words-7'), rectOf('pairs-9')];
    expect(last.x + last.width).toBeCloseTo(whole.x + whole.width);
    expect(last.y).toBeGreaterThan(whole.y);
  });

  it.each(VIEWPORTS)('can be read on $width × $height', (viewport) => {
    const long = Array.from({ length: 20 }, (_, i) => ` word${i}`);
    for (const input of [INPUT, inputOf(long.join('').trim(), long), inputOf('a', ['a'])])
      expect(complaints(marksOf(input, viewport), viewport)).toEqual([]);
  });

  it('fills the picture', () => {
    const isBox = ({ key }: { key: string }) => /^(words|pairs|characters)-\d+$/.test(key);
    expect(shareOf(marksOf(), isBox, SQUARE)).toBeGreaterThan(0.5);
  });
});
