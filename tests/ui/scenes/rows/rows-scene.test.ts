import { describe, expect, it } from 'vitest';
import { dotProduct, sum } from '../../../../src/shared/numbers.ts';
import {
  productsOf,
  QUESTIONS,
  type Question,
  RowsScene,
} from '../../../../src/ui/scenes/rows/rows-scene.ts';
import { onDispatch } from '../../../support/scenes/hosted.ts';
import { complaints, FRAMES, shareOf, VIEWPORTS } from '../../../support/scenes/legible.ts';

const numbers = (of: (i: number) => number) => Float32Array.from({ length: 128 }, (_, i) => of(i));
const input = numbers((i) => Math.sin(i));
const rows = { first: numbers((i) => Math.sin(i) / 64), last: numbers((i) => Math.sin(i + 0.3) / 62) };
const [first, last] = [dotProduct(rows.first, input), dotProduct(rows.last, input)];
const names = {
  ...{ layer: 2, first: 'Michael', last: 'Jordan', input, rows, madeUp: 700 },
  heldOut: [
    { subject: 'Michael Jordan', first, last },
    { subject: 'Michael Phelps', first: 0.9, last: 0.2 },
    { subject: 'DeAndre Jordan', first: -0.1, last: 1.1 },
    { subject: 'Serena Williams', first: 0.1, last: -0.4 },
  ],
};
const asks: Question[] = [];
const given = (asked: Question = 'both') => ({
  ...{ names, error: undefined, asked },
  ask: (question: Question) => new CustomEvent('ask', { detail: question }),
});
const [WIDE] = VIEWPORTS;
const marksOf = (asked?: Question, viewport = WIDE, t = Number.POSITIVE_INFINITY) =>
  new RowsScene().layout(given(asked), viewport, t) ?? [];
const barsAt = (t: number) =>
  marksOf('both', WIDE, t).flatMap(({ key, value = 0 }) => (key.startsWith('bar-') ? [value] : []));

describe('rows as questions', () => {
  it('ends with the dot product of each row, and their sum', () => {
    expect(barsAt(Number.POSITIVE_INFINITY)).toEqual([first, last, first + last]);
  });

  it('has products that add up to the dot product', () => {
    for (const [i, question] of QUESTIONS.entries())
      expect(sum(productsOf(names, question))).toBeCloseTo([first, last, first + last][i], 4);
  });

  it('adds up one row after the other', () => {
    expect(barsAt(0)).toEqual([0, 0, 0]);
    const [one, two, both] = barsAt(2.7);
    expect([one, two, both]).toEqual([first, 0, 0]);
  });

  it.each([...VIEWPORTS, ...FRAMES])('can be read on $width × $height', (viewport) => {
    for (const question of QUESTIONS) expect(complaints(marksOf(question, viewport), viewport)).toEqual([]);
  });

  it('fills the stage with the numbers', () => {
    const isPatch = ({ key }: { key: string }) => ['row', 'vector', 'products'].includes(key);
    expect(shareOf(marksOf(), isPatch, WIDE)).toBeGreaterThan(0.2);
  });

  it('shows the row that is asked for', () => {
    const scene = new RowsScene();
    onDispatch(scene, (event) => asks.push((event as CustomEvent<Question>).detail));
    const marks = scene.layout(given(), WIDE, Number.POSITIVE_INFINITY) ?? [];
    marks.find(({ key }) => key === 'ask-last')?.press?.();
    expect(asks).toEqual(['last']);
    expect(marksOf('last').find(({ key }) => key === 'row')?.name).toBe('last name Jordan?');
  });

  it('says why it has no names', () => {
    expect(new RowsScene().summary({ error: 'no facts' })).toBe('no facts');
  });
});
