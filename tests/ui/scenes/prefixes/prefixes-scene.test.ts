import { describe, expect, it } from 'vitest';
import { type PrefixesInput, PrefixesScene } from '../../../../src/ui/scenes/prefixes/prefixes-scene.ts';
import { boundsOf } from '../../../../src/ui/stage/marks/shape.ts';
import { onDispatch } from '../../../support/scenes/hosted.ts';
import { complaints, shareOf, VIEWPORTS } from '../../../support/scenes/legible.ts';

const [SQUARE] = VIEWPORTS;
const WORDS = ['a', 'fluffy', 'blue', 'creature', 'roamed', 'the', 'verdant'];
const inputOf = (words: readonly string[]): PrefixesInput => ({
  prefixes: words.map((token, i) => ({
    ...{ token, guess: { text: i === 2 ? 'creature' : 'elephant', probability: i === 0 ? 0.995 : 0.5 } },
    actual: i < words.length - 1 ? { text: words[i + 1], probability: 0.25 } : undefined,
  })),
  ...{ chosen: 3, chooseEvent: (prefix) => new CustomEvent('choose', { detail: prefix }) },
});
const INPUT = inputOf(WORDS);
const marksOf = (input = INPUT, viewport = SQUARE, t = Number.POSITIVE_INFINITY) =>
  new PrefixesScene().layout(input, viewport, t) ?? [];

describe('every prefix', () => {
  it('has a row with the guess and the true next word', () => {
    const truths = marksOf().filter(({ key }) => /^truth-\d/.test(key));
    expect(truths.map(({ name }) => name?.split(': true ')[1])).toEqual(WORDS.slice(1));
    expect(truths.map(({ value }) => value)).toEqual(Array(6).fill(0.25));
    expect(new PrefixesScene().summary(INPUT)).toBe(
      '1 of 6 first guesses are right, all in one forward pass.',
    );
  });

  it('has bars as long as the probabilities', () => {
    const widthOf = (key: string) => {
      const mark = marksOf().find((each) => each.key === key);
      return mark ? boundsOf(mark.shape).width : 0;
    };
    expect(widthOf('guess-0') / widthOf('guess-1')).toBeCloseTo(1.99);
  });

  it('grows row by row, and chooses the prefix that is pressed', () => {
    const seen = (t: number) =>
      marksOf(INPUT, SQUARE, t).filter(({ key, shape }) => key.startsWith('row') && (shape.alpha ?? 1) > 0)
        .length;
    expect([0, 1, 9].map(seen)).toEqual([0, 2, 7]);
    const scene = new PrefixesScene();
    const pressed: unknown[] = [];
    onDispatch(scene, (event) => pressed.push((event as CustomEvent).detail));
    scene
      .layout(INPUT, SQUARE, 9)
      ?.find(({ key }) => key === 'row-2')
      ?.press?.();
    expect(pressed).toEqual([2]);
  });

  it.each(VIEWPORTS)('can be read on $width × $height', (viewport) => {
    const many = Array.from({ length: 40 }, (_, i) => `word${i}`);
    for (const input of [INPUT, inputOf(many), inputOf(['Once'])])
      expect(complaints(marksOf(input, viewport), viewport)).toEqual([]);
  });

  it('fills the picture', () => {
    expect(shareOf(marksOf(), ({ key }) => key.startsWith('row'), SQUARE)).toBeGreaterThan(0.8);
  });
});
