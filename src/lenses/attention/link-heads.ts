// Heads that link words, such as nouns to their adjectives: what the best head gives to the keys of links, by groups of links.

import type { ModelConfig } from '../../model/architecture/config.ts';
import { hasDistance, type Link } from '../../model/data/attention-links.ts';
import type { AttentionProbe } from '../../model/data/dataset.ts';
import { evaluateAttention, linkWeight, readLinks } from '../../model/inspection/attention-measure.ts';
import type { Inspector } from '../../model/inspection/inspector.ts';
import type { FrozenModel } from '../../model/training/run.ts';
import { bestHeadOf } from '../../shared/best-head.ts';
import {
  bootstrapInterval,
  type Interval,
  type Ratio,
  ratioOfSums,
  shareInterval,
} from '../../shared/bootstrap.ts';
import type { Job } from '../../shared/job.ts';
import { mean, sum } from '../../shared/numbers.ts';
import { defineFrozenLens } from '../shared/define-lens.ts';
import * as v from '../shared/schemas.ts';
import { columnTable, formatRange, percents } from '../shared/text-table.ts';
import type { HeadIndex } from './head-index.ts';

/** A link as one head reads it. */
export interface ReadLink extends Link {
  /** Index of the sentence, and of the link within it. */
  readonly sentence: number;
  readonly order: number;
  /** Attention on its keys. */
  readonly own: number;
  /** Whether the key with the most attention is one of its own. */
  readonly isLargest: boolean;
  /** Mean attention at the same distances from the sentence's other words; absent where there is none. */
  readonly elsewhere?: number;
}

export interface LinkShare {
  /** `all`, `word 1`, `distance 2`. */
  of: string;
  links: number;
  /** Mean attention on the link's keys, with 95 % of a bootstrap over sentences. */
  own: number;
  interval: Interval;
  /** Share of the links whose key has the most attention. */
  largest: number;
  largestInterval: Interval;
  /** Attention of a head that attends to everything alike, and of this one at the same distances from other words. */
  uniform: number;
  elsewhere: number;
  /** Share of the links that the word before hits, and that of the best fixed distance. */
  wordBefore: number;
  fixedDistance: number;
}

export interface LinkedSet {
  /** Whether the sentences are those that were written by hand. */
  heldOut: boolean;
  sentences: number;
  /** Shares of all links, of the first, second … link of a sentence, and of each distance to the nearest key. */
  shares: LinkShare[];
}

export interface LinkHead {
  name: string;
  /** By the sentences of the data set's patterns alone. */
  head: HeadIndex;
  sets: LinkedSet[];
}

/** More are too many for a table, and too small. */
const MOST_GROUPS = 4;

export async function* readLinksOfHead(
  inspector: Inspector,
  config: ModelConfig,
  probes: readonly AttentionProbe[],
  head: number,
): Job<ReadLink[]> {
  const read: ReadLink[] = [];
  yield* readLinks(inspector, config, probes, ({ row, links, othersOf }) => {
    for (const [order, link] of links.entries()) {
      const { query, keys } = link;
      const weights = Array.from({ length: query + 1 }, (_, key) => row.weight(head, query, key));
      const others = othersOf(link).map((other) => linkWeight(row, head, other));
      read.push({
        ...{ ...link, sentence: row.index, order, own: linkWeight(row, head, link) },
        isLargest: keys.includes(weights.indexOf(Math.max(...weights))),
        ...(others.length > 0 && { elsewhere: mean(others) }),
      });
    }
  });
  return read;
}

/** Shares of all links, and of groups where there are a few. */
export function sharesOf(links: readonly ReadLink[]): LinkShare[] {
  const grouped = (name: string, by: (link: ReadLink) => number) => {
    const groups = [...new Set(links.map(by))].sort((one, other) => one - other);
    if (groups.length === 1 || groups.length > MOST_GROUPS) return [];
    return groups.map((group) =>
      shareOf(
        `${name} ${group}`,
        links.filter((link) => by(link) === group),
      ),
    );
  };
  const byOrder = grouped('word', ({ order }) => order + 1);
  return [shareOf('all', links), ...byOrder, ...grouped('distance', distanceOf)];
}

const distanceOf = ({ query, keys }: Link) => query - Math.max(...keys);

function shareOf(of: string, links: readonly ReadLink[]): LinkShare {
  const bySentence = (value: (link: ReadLink) => number): Ratio[] =>
    [...new Set(links.map(({ sentence }) => sentence))].map((sentence) => {
      const own = links.filter((link) => link.sentence === sentence);
      return { numerator: sum(own.map(value)), denominator: own.length };
    });
  const attention = bySentence(({ own }) => own);
  const largest = bySentence(({ isLargest }) => Number(isLargest));
  const hits = (distance: number) =>
    links.filter((link) => hasDistance(link, distance)).length / links.length;
  const furthest = Math.max(...links.map(({ query }) => query));
  return {
    ...{ of, links: links.length, own: ratioOfSums(attention), interval: bootstrapInterval(attention, 0) },
    ...{ largest: ratioOfSums(largest), largestInterval: shareInterval(largest, 0) },
    uniform: mean(links.map(({ query, keys }) => keys.length / (query + 1))),
    elsewhere: mean(links.flatMap(({ elsewhere }) => elsewhere ?? [])),
    wordBefore: hits(1),
    fixedDistance: Math.max(...Array.from({ length: furthest }, (_, i) => hits(i + 1))),
  };
}

/**
 * Heads that link words, such as nouns to their adjectives: the head that is best on sentences of the data set's own patterns,
 * on those and on sentences written by hand, beside what positions alone give.
 */
export const linkHeadsLens = defineFrozenLens({
  name: 'link-heads',
  request: v.strictObject({}),
  compute: readLinkHeads,
  table: { toRequest: () => ({}), format: ({ links }) => links.flatMap(linkLines) },
});

async function* readLinkHeads(frozen: FrozenModel): Job<{ step: number; links: LinkHead[] }> {
  const { inspector, step, plan } = frozen;
  const { config, dataset } = plan;
  const links: LinkHead[] = [];
  for (const measure of dataset.measures) {
    if (measure.kind !== 'attention') continue;
    const { heads, positionalHeads } = yield* evaluateAttention(inspector, config, measure);
    const { layer, head } = bestHeadOf(heads, positionalHeads);
    const sets: LinkedSet[] = [];
    for (const [i, probes] of [measure.probes, measure.heldOut].entries()) {
      if (!probes) continue;
      const read: ReadLink[] = yield* readLinksOfHead(inspector, config, probes, layer * config.H + head);
      sets.push({ heldOut: i > 0, sentences: probes.length, shares: sharesOf(read) });
    }
    links.push({ name: measure.name, head: { layer, head }, sets });
  }
  if (links.length === 0)
    throw new Error(`The data set ${dataset.name} measures no attention between words.`);
  return { step, links };
}

export function linkLines({ name, head: { layer, head }, sets }: LinkHead): string[] {
  const rows = sets.flatMap(({ shares, ...set }) => shares.map((share) => ({ ...set, ...share })));
  return [
    `${name}: head ${layer}.${head}, the best on sentences of the data set's patterns`,
    '',
    ...columnTable(rows, [
      ['sentences', (row) => `${row.sentences} ${row.heldOut ? 'written by hand' : 'of its patterns'}`],
      ['links', ({ of }) => of],
      ['number', ({ links }) => String(links)],
      percents('attention', ({ own }) => own),
      ['95 %', ({ interval }) => formatRange(interval)],
      percents('most on it', ({ largest }) => largest),
      ['95 %', ({ largestInterval }) => formatRange(largestInterval)],
      percents('uniform', ({ uniform }) => uniform),
      percents('elsewhere', ({ elsewhere }) => elsewhere),
      percents('the word before', ({ wordBefore }) => wordBefore),
      percents('a fixed distance', ({ fixedDistance }) => fixedDistance),
    ]),
    '',
  ];
}
