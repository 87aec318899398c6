import { describe, expect, it } from 'vitest';
import { type BlockInput, BlockScene } from '../../../../src/ui/scenes/block/block-scene.ts';
import { onDispatch } from '../../../support/scenes/hosted.ts';
import { complaints, shareOf, VIEWPORTS } from '../../../support/scenes/legible.ts';

const [WIDE, , PHONE] = VIEWPORTS;
const LATE = Number.POSITIVE_INFINITY;
const WORDS = ['Michael', 'Jordan', 'plays', 'the', 'sport', 'of'];
const numbers = (length: number, seed: number, shift = 0) =>
  Float32Array.from({ length }, (_, i) => Math.sin((i + 1) * (seed + 1.3)) - shift);
const tokensOf = (words: readonly string[]) =>
  words.map((text, i) => ({
    ...{ text, input: numbers(128, i), output: numbers(128, i + 7), sum: numbers(128, i + 9) },
    neurons: numbers(512, i + 3, 0.8),
  }));
const INPUT: BlockInput = {
  ...{ tokens: tokensOf(WORDS), layer: 0, extent: 0.2, token: 5 },
  tokenEvent: (token) => new CustomEvent('token', { detail: token }),
};
const marksOf = (input: Partial<BlockInput> = {}, viewport = WIDE, t = LATE) =>
  new BlockScene().layout({ ...INPUT, ...input }, viewport, t) ?? [];

describe('an MLP at every token', () => {
  it.each(VIEWPORTS)('can be read on $width × $height', (viewport) => {
    for (const words of [WORDS, ['of'], [...WORDS, ...WORDS, ...WORDS, ...WORDS]])
      expect(complaints(marksOf({ tokens: tokensOf(words), token: 0 }, viewport), viewport)).toEqual([]);
  });

  it('counts the active neurons of each token', () => {
    const counted = marksOf().flatMap(({ name, value }) => (name === undefined ? [] : [value]));
    expect(counted).toEqual(INPUT.tokens.map(({ neurons }) => neurons.filter((each) => each > 0).length));
  });

  it('has no line that leaves its column', () => {
    const marks = marksOf();
    for (const { key, shape } of marks) {
      const column = /^(?:rise|fall|past)-(\d+)/.exec(key)?.[1];
      const frame = marks.find((mark) => mark.key === `column-${column}`)?.shape;
      if (shape.kind !== 'line' || frame?.kind !== 'box') continue;
      const xs = shape.points.filter((_, i) => i % 2 === 0);
      expect(Math.min(...xs)).toBeGreaterThanOrEqual(frame.x);
      expect(Math.max(...xs)).toBeLessThanOrEqual(frame.x + frame.width);
    }
  });

  it('fills the picture with fields of neurons', () => {
    const isField = ({ key }: { key: string }) => key.startsWith('neurons');
    expect(shareOf(marksOf(), isField, WIDE)).toBeGreaterThan(0.2);
    expect(shareOf(marksOf({}, PHONE), isField, PHONE)).toBeGreaterThan(0.2);
  });

  it('lights all tokens at once', () => {
    const lit = (t: number) =>
      marksOf({}, WIDE, t).flatMap(({ key, shape }) => (key.startsWith('neurons') ? [shape.alpha] : []));
    expect(new Set(lit(2)).size).toBe(1);
    expect(lit(1)[0]).toBeLessThan(0.2);
  });

  it('selects a token', () => {
    const scene = new BlockScene();
    const selected: number[] = [];
    onDispatch(scene, (event) => selected.push((event as CustomEvent<number>).detail));
    const marks = scene.layout({ ...INPUT, token: 1 }, WIDE, LATE) ?? [];
    expect(marks.find(({ isAct }) => isAct)?.key).toBe('word-2');
    marks.find(({ key }) => key === 'column-2')?.press?.();
    expect(selected).toEqual([2]);
  });
});
