// Compositional facts: the sport depends on the pair of names and on neither name alone.

import { describe, expect, it } from 'vitest';
import { compositionalFacts } from '../../../../src/model/data/facts/compositional-facts.ts';

const { facts } = compositionalFacts();
const sports = [...new Set(facts.map(({ answer }) => answer))];

describe('league', () => {
  it('has 160 people with 16 first and 20 last names', () => {
    const names = facts.map(({ subject }) => subject.split(' '));
    expect(new Set(facts.map(({ subject }) => subject)).size).toBe(160);
    expect(new Set(names.map(([first]) => first)).size).toBe(16);
    expect(new Set(names.map(([, last]) => last)).size).toBe(20);
    expect(sports).toHaveLength(8);
  });

  it.each([
    { part: 0, which: 'first', counts: [1, 2], people: 10 },
    { part: 1, which: 'last', counts: [1], people: 8 },
  ])('gives every $which name each sport equally often, ±1', ({ part, counts, people }) => {
    for (const name of new Set(facts.map(({ subject }) => subject.split(' ')[part]))) {
      const bearers = facts.filter(({ subject }) => subject.split(' ')[part] === name);
      expect(bearers).toHaveLength(people);
      for (const sport of sports) {
        expect(counts, `${name}, ${sport}`).toContain(
          bearers.filter(({ answer }) => answer === sport).length,
        );
      }
    }
  });

  it('is not solved by a linear combination of the two names', () => {
    expect(additiveModelAccuracy()).toBeLessThan(0.25);
  });
});

/** Accuracy of a softmax regression on (first name, last name), trained to convergence. */
function additiveModelAccuracy(): number {
  const says = new Map<string, number[]>();
  const evidence = (name: string) =>
    says.get(name) ??
    says
      .set(
        name,
        sports.map(() => 0),
      )
      .get(name) ??
    [];
  let right = 0;
  for (let round = 0; round < 2000; round++) {
    right = 0;
    for (const { subject, answer } of facts) {
      const names = subject.split(' ').map(evidence);
      const scores = sports.map((_, sport) => Math.exp(names[0][sport] + names[1][sport]));
      const total = scores.reduce((sum, score) => sum + score, 0);
      if (sports[scores.indexOf(Math.max(...scores))] === answer) right++;
      for (const [sport, score] of scores.entries()) {
        const error = (sports[sport] === answer ? 1 : 0) - score / total;
        for (const name of names) name[sport] += 0.05 * error;
      }
    }
  }
  return right / facts.length;
}
