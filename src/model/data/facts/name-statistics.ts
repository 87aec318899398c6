// Statistics of overlapping names, which determine how hard the facts are to tell apart.

import type { Dataset, Fact } from '../dataset.ts';

/** Undefined for subjects of one word, such as countries. */
export function firstName(subject: string): string | undefined {
  return /^(\S+) /.exec(subject)?.[1];
}

export function lastName(subject: string): string | undefined {
  return / (\S+)$/.exec(subject)?.[1];
}

const first = ({ subject }: Fact) => firstName(subject) ?? subject;
const last = ({ subject }: Fact) => lastName(subject) ?? subject;

/** The facts that share `nameOf` with another fact. */
function factsSharingName(facts: readonly Fact[], nameOf: (fact: Fact) => string): Fact[] {
  const count = new Map<string, number>();
  for (const fact of facts) count.set(nameOf(fact), (count.get(nameOf(fact)) ?? 0) + 1);
  return facts.filter((fact) => (count.get(nameOf(fact)) ?? 0) > 1);
}

export function nameStatistics(facts: readonly Fact[]): Dataset['statistics'] {
  return [
    { label: 'first names', value: new Set(facts.map(first)).size },
    { label: 'last names', value: new Set(facts.map(last)).size },
    { label: 'facts sharing a first name', value: factsSharingName(facts, first).length },
    { label: 'facts sharing a last name', value: factsSharingName(facts, last).length },
  ];
}
