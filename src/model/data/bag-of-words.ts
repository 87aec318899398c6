// What senses are worth without a network: the sense of the training sentence whose words before are most alike, in any order.

import type { Rule, SenseProbe } from './dataset.ts';

/** By token: its weight. */
type Bag = ReadonlyMap<number, number>;

/** Nearest by the cosine of counts, times the inverse document frequency (Spärck Jones 1972). */
export function nearestBag(probes: readonly SenseProbe[], heldOut: readonly SenseProbe[]): Rule {
  const documents = probes.map(wordsBefore);
  const frequency = (token: number) => documents.filter((words) => words.includes(token)).length;
  const toBag = (words: readonly number[]): Bag => {
    const tokens = [...new Set(words)];
    const count = (token: number) => words.filter((each) => each === token).length;
    return new Map(
      tokens.map((token) => [
        token,
        count(token) * Math.log((documents.length + 1) / (frequency(token) + 1)),
      ]),
    );
  };
  const known = documents.map(toBag);
  const isRight = ({ sense }: SenseProbe, bag: Bag, self?: number) => {
    const cosines = known.map((other, i) => (i === self ? -1 : cosine(bag, other)));
    return probes[cosines.indexOf(Math.max(...cosines))].sense === sense;
  };
  const share = (right: readonly boolean[]) => right.filter(Boolean).length / right.length;
  return {
    label: 'the words before it, in any order',
    value: share(probes.map((probe, i) => isRight(probe, known[i], i))),
    heldOut: share(heldOut.map((probe) => isRight(probe, toBag(wordsBefore(probe))))),
  };
}

const wordsBefore = ({ tokens, position }: SenseProbe): number[] => tokens.slice(0, position);

function cosine(a: Bag, b: Bag): number {
  const size = Math.sqrt(dot(a, a) * dot(b, b));
  return size > 0 ? dot(a, b) / size : 0;
}

const dot = (a: Bag, b: Bag) =>
  [...a].reduce((sum, [token, weight]) => sum + weight * (b.get(token) ?? 0), 0);
