import { describe, expect, it } from 'vitest';
import { type CrossInput, CrossScene } from '../../../../src/ui/scenes/cross/cross-scene.ts';
import { onDispatch } from '../../../support/scenes/hosted.ts';
import { complaints, shareOf, VIEWPORTS } from '../../../support/scenes/legible.ts';

const [SQUARE] = VIEWPORTS;
const inputOf = (queries: readonly string[], keys: readonly string[]): CrossInput => ({
  ...{ queries, keys, head: 'head 2.3', nextEvent: () => new CustomEvent('next') },
  pattern: Float32Array.from({ length: queries.length * keys.length }, () => 1 / keys.length),
});
const QUERIES = ['a', 'fluffy', 'blue', 'creature', 'roamed', 'the', 'verdant'];
const KEYS = ['the', 'happy', 'king', 'smiles', 'because'];
const INPUT = inputOf(QUERIES, KEYS);
const marksOf = (input = INPUT, viewport = SQUARE, t = Number.POSITIVE_INFINITY) =>
  new CrossScene().layout(input, viewport, t) ?? [];
const dotsOf = (query: number) => marksOf().filter(({ key }) => key.startsWith(`dot-${query}-`));

describe('cross-attention', () => {
  it('has a column for each query, whose weights add up to 1, without a mask', () => {
    for (const query of QUERIES.keys()) {
      expect(dotsOf(query)).toHaveLength(KEYS.length);
      expect(dotsOf(query).reduce((sum, { value = 0 }) => sum + value, 0)).toBeCloseTo(1, 5);
    }
  });

  it('comes column by column', () => {
    const seen = [1.4, 2.5, 4, 5].map(
      (t) =>
        marksOf(INPUT, SQUARE, t).filter(({ key, shape }) => key.startsWith('dot') && shape.alpha !== 0)
          .length,
    );
    expect(seen).toEqual(seen.toSorted((a, b) => a - b));
    expect([seen[0], seen[3]]).toEqual([0, 35]);
  });

  it('takes its keys from another text', () => {
    const scene = new CrossScene();
    const types: string[] = [];
    onDispatch(scene, ({ type }) => types.push(type));
    scene
      .layout(INPUT, SQUARE, 9)
      ?.find(({ isAct }) => isAct)
      ?.press?.();
    expect(types).toEqual(['next']);
  });

  it.each(VIEWPORTS)('can be read on $width × $height', (viewport) => {
    const many = Array.from({ length: 40 }, (_, i) => `word${i}`);
    for (const input of [INPUT, inputOf(many, many), inputOf(['Once'], ['upon'])])
      expect(complaints(marksOf(input, viewport), viewport)).toEqual([]);
  });

  it('fills the picture', () => {
    expect(shareOf(marksOf(), ({ key }) => key.startsWith('dot'), SQUARE)).toBeGreaterThan(0.4);
  });
});
