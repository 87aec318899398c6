// Rows that ask for names: on vectors by hand, and on people of the world model whom they are not measured on.

import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { makeUp, rowThatFinds } from '../../../src/lenses/neurons/name-directions.ts';
import { dotProduct, mean } from '../../../src/shared/numbers.ts';
import { createLab } from '../../support/workers/lab-fixtures.ts';

it('a row is 1 for members and 0 for others where vectors allow it', () => {
  const numbers = Float32Array.from([1, 1, 0, 1, 0, 1, 0, 1, 0, 0, 1, 1]);
  const row = rowThatFinds({ numbers, N: 4, d: 3 }, [true, true, false, false]);
  [1, 0, 0].forEach((value, i) => {
    expect(row[i]).toBeCloseTo(value, 1);
  });
});

it('nobody of the data is made up', () => {
  const real = ['Michael Jordan', 'Michael Phelps', 'Serena Williams', 'Alex Morgan'];
  const madeUp = makeUp(real);
  expect(madeUp).toEqual(expect.arrayContaining(['Michael Morgan', 'Serena Jordan']));
  expect(madeUp.filter((name) => real.includes(name))).toEqual([]);
  expect(new Set(madeUp).size).toBe(madeUp.length);
});

it('in the world model both rows are near 1 and 0 for real people, none of whom they are measured on', async () => {
  const { transformer: lab } = await createLab();
  await lab.open(new Uint8Array(readFileSync('public/models/world.safetensors')));
  const request = { layer: 2, first: 'Michael', last: 'Jordan' };
  const { input, rows, heldOut } = await lab.lens('name-directions', request);
  const [person, ...others] = heldOut;
  expect(person.subject).toBe('Michael Jordan');
  expect(person.first).toBeCloseTo(dotProduct(rows.first, input), 5);
  expect(person.last).toBeCloseTo(dotProduct(rows.last, input), 5);
  for (const [name, part] of [
    ['Michael', 'first'],
    ['Jordan', 'last'],
  ] as const) {
    const at = part === 'first' ? 0 : 1;
    const isNamed = ({ subject }: { subject: string }) => subject.split(' ')[at] === name;
    for (const reading of heldOut.filter(isNamed)) expect(Math.abs(reading[part] - 1)).toBeLessThan(0.2);
    const rest = others.filter((each) => !isNamed(each)).map((each) => each[part]);
    expect(rest.length).toBeGreaterThan(150);
    expect(Math.sqrt(mean(rest.map((value) => value ** 2)))).toBeLessThan(0.2);
    expect(Math.max(...rest)).toBeLessThan(0.5);
  }
  await expect(lab.lens('name-directions', { ...request, last: 'Nobody' })).rejects.toThrow(/no fact about/);
  lab.dispose();
});
