// Links of attention probes, from a word to those that it should look at, and what they are worth to a head that knows no word.

import type { AttentionProbe, Rule } from './dataset.ts';

type Pair = AttentionProbe['pairs'][number];

/** A query with all of its keys. */
export interface Link {
  readonly query: number;
  readonly keys: readonly number[];
}

export function linksOf(pairs: readonly Pair[]): Link[] {
  const queries = [...new Set(pairs.map(({ query }) => query))];
  return queries.map((query) => ({
    query,
    keys: pairs.filter((pair) => pair.query === query).map(({ key }) => key),
  }));
}

/** At the distances of a link, or of each of them, from every query that has none. */
export function linksElsewhere(links: readonly Link[], length: number, of: readonly Link[] = links): Link[] {
  const linked = new Set(links.map(({ query }) => query));
  const others = Array.from({ length }, (_, query) => query).filter((query) => !linked.has(query));
  return of
    .flatMap((link) =>
      others.map((query) => ({ query, keys: link.keys.map((key) => query - link.query + key) })),
    )
    .filter(({ keys }) => keys.every((key) => key >= 0));
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
const linksOfAll = (probes: readonly AttentionProbe[]) => probes.flatMap(({ pairs }) => linksOf(pairs));

/** Mean attention on the keys of all links for uniform attention over the visible positions. */
export const uniformAttention = (probes: readonly AttentionProbe[]): number =>
  mean(linksOfAll(probes).map(({ query, keys }) => keys.length / (query + 1)));

/** The links that the best fixed distance hits: a head for it follows the text, and no word. */
export function fixedDistance(
  probes: readonly AttentionProbe[],
  heldOut: readonly AttentionProbe[] = [],
): Rule {
  const share = (of: readonly AttentionProbe[]) => {
    const links = linksOfAll(of);
    const distances = new Set(links.flatMap(({ query, keys }) => keys.map((key) => query - key)));
    const hits = [...distances].map((distance) => links.filter((link) => hasDistance(link, distance)).length);
    return Math.max(...hits) / links.length;
  };
  return {
    label: 'one fixed distance',
    value: share(probes),
    ...(heldOut.length > 0 && { heldOut: share(heldOut) }),
  };
}

export const hasDistance = ({ query, keys }: Link, distance: number): boolean =>
  keys.includes(query - distance);
