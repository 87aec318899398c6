// Heads that link words, such as nouns to their adjectives: the head that is best on sentences of the data set's own patterns, on those
// and on sentences written by hand, beside what positions alone give.

import { evaluateAttention } from '../../../model/inspection/attention-measure.ts';
import type { FrozenModel } from '../../../model/training/run.ts';
import { bestHeadOf } from '../../../shared/best-head.ts';
import type { Job } from '../../../shared/job.ts';
import { defineFrozenLens } from '../../shared/define-lens.ts';
import * as v from '../../shared/schemas.ts';
import { type LinkedSet, type LinkHead, type ReadLink, readLinksOfHead, sharesOf } from './link-shares.ts';
import { linkLines } from './link-text.ts';

export type { LinkedSet, LinkHead, LinkShare } from './link-shares.ts';

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
