// The patterns that heads are compared with: those of positions and of tokens, and the links between words that the data set measures.

import { type Link, linksElsewhere, linksOf } from '../../../model/data/attention-links.ts';
import type { AttentionProbe, Measure } from '../../../model/data/dataset.ts';
import { HEAD_PATTERNS, type HeadPatternName, targetKeys } from '../head-patterns.ts';
import type { Pattern, Places } from './pattern-tally.ts';

/** Patterns of positions have no other positions to be compared with. */
const POSITIONAL: ReadonlySet<HeadPatternName> = new Set(['previous token', 'first token']);

/** A pattern of rows of tokens. Where its keys depend on tokens, position alone is tested on those of another row. */
export function tokenPattern(name: HeadPatternName, rows: readonly (readonly number[])[]): Pattern {
  const placesIn = (tokens: readonly number[], length: number): Places => {
    const places = [];
    let count = 0;
    for (let query = 0; query < length; query++) {
      const keys = targetKeys(HEAD_PATTERNS[name], tokens, query);
      if (keys.length > 0) count++;
      for (const key of keys) places.push({ query, key });
    }
    return { places, count };
  };
  return {
    name,
    placesOf: (row) => placesIn(rows[row], rows[row].length),
    ...(!POSITIONAL.has(name) &&
      rows.length > 1 && {
        positionalOf: (row) => {
          const other = rows[(row + 1) % rows.length];
          return placesIn(other, Math.min(other.length, rows[row].length));
        },
      }),
  };
}

/** A link that the data set measures, with position tested at the same distances from all other queries. */
export function linkPattern(measure: Extract<Measure, { kind: 'attention' }>, longest: number) {
  const probes = measure.probes.map((probe) => lastTokens(probe, longest));
  const all = (links: readonly Link[]): Places => ({
    places: links.flatMap(({ query, keys }) => keys.map((key) => ({ query, key }))),
    count: links.length,
  });
  const pattern: Pattern = {
    name: measure.name,
    placesOf: (row) => all(linksOf(probes[row].pairs)),
    positionalOf: (row) => all(linksElsewhere(linksOf(probes[row].pairs), probes[row].tokens.length)),
  };
  return { pattern, rows: probes.map(({ tokens }) => tokens) };
}

function lastTokens({ tokens, pairs }: AttentionProbe, longest: number): AttentionProbe {
  const dropped = Math.max(0, tokens.length - longest);
  return {
    tokens: tokens.slice(dropped),
    pairs: pairs
      .filter(({ query, key }) => query >= dropped && key >= dropped)
      .map(({ query, key }) => ({ query: query - dropped, key: key - dropped })),
  };
}
