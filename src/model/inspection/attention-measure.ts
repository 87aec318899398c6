// Measures of attention: how much of a head's attention lies on the keys of links, beside what it has at their distances elsewhere.

import { bestHeadOf } from '../../shared/best-head.ts';
import type { Job } from '../../shared/job.ts';
import type { ModelConfig } from '../architecture/config.ts';
import { type Link, linksElsewhere, linksOf } from '../data/attention-links.ts';
import type { AttentionProbe, Measure } from '../data/dataset.ts';
import { type AttentionRow, readAttention } from './attention-rows.ts';
import type { Inspector } from './inspector.ts';

export interface HeadAttention {
  /** [layer][head]: mean attention from a query to its keys, over all links inside the context. */
  readonly heads: number[][];
  /** [layer][head]: the same at the distances of the links, from all queries that have none. */
  readonly positionalHeads: number[][];
}

export type AttentionMeasure = Extract<Measure, { kind: 'attention' }>;

/** The best head on the measure's probes, and that head on its held-out probes. */
export async function* evaluateAttention(
  inspector: Inspector,
  config: ModelConfig,
  { probes, heldOut }: AttentionMeasure,
) {
  const byHead = yield* attentionByHead(inspector, config, probes);
  const { layer, head, score: value } = bestHeadOf(byHead.heads, byHead.positionalHeads);
  const unseen = heldOut && (yield* attentionByHead(inspector, config, heldOut));
  const positional = byHead.positionalHeads[layer][head];
  return { value, ...(unseen && { heldOut: unseen.heads[layer][head] }), positional, ...byHead };
}

async function* attentionByHead(
  inspector: Inspector,
  config: ModelConfig,
  probes: readonly AttentionProbe[],
): Job<HeadAttention> {
  const { L, H } = config;
  const [linked, elsewhere] = [new LinkMean(L * H), new LinkMean(L * H)];
  yield* readLinks(inspector, config, probes, ({ row, links, othersOf }) => {
    linked.add(row, links);
    elsewhere.add(row, othersOf(...links));
  });
  const byLayer = (means: readonly number[]) =>
    Array.from({ length: L }, (_, layer) => means.slice(layer * H, (layer + 1) * H));
  return { heads: byLayer(linked.means()), positionalHeads: byLayer(elsewhere.means()) };
}

interface LinkedRow {
  readonly row: AttentionRow;
  /** At positions of the row; those outside the context are left out. */
  readonly links: readonly Link[];
  /** At the distances of some of them, from the other queries. */
  readonly othersOf: (...some: readonly Link[]) => Link[];
}

/** Calls `add` for each probe, in order. */
export const readLinks = (
  inspector: Inspector,
  config: ModelConfig,
  probes: readonly AttentionProbe[],
  add: (row: LinkedRow) => void,
): Job<void> =>
  readAttention(
    inspector,
    config,
    probes.map(({ tokens }) => tokens),
    (row) => {
      const { dropped, index, tokens } = row;
      const pairs = probes[index].pairs
        .filter(({ query, key }) => query >= dropped && key >= dropped)
        .map(({ query, key }) => ({ query: query - dropped, key: key - dropped }));
      const links = linksOf(pairs);
      add({ row, links, othersOf: (...some) => linksElsewhere(links, tokens.length - dropped, some) });
    },
    'prompts evaluated',
  );

export const linkWeight = (
  { weight }: Pick<AttentionRow, 'weight'>,
  head: number,
  { query, keys }: Link,
): number => keys.reduce((sum, key) => sum + weight(head, query, key), 0);

/** Mean attention of every head over links. */
class LinkMean {
  readonly #sums: Float64Array;
  #count = 0;

  constructor(heads: number) {
    this.#sums = new Float64Array(heads);
  }

  add(row: AttentionRow, links: readonly Link[]): void {
    this.#count += links.length;
    for (const link of links)
      for (let head = 0; head < this.#sums.length; head++) this.#sums[head] += linkWeight(row, head, link);
  }

  means(): number[] {
    return Array.from(this.#sums, (sum) => (this.#count === 0 ? 0 : sum / this.#count));
  }
}
