// Senses of a word: at each point of the residual stream, how often the nearest occurrence in the training sentences has the same sense,
// for these sentences and for others that were written by hand, beside the words before it in any order.

import { residualStages } from '../../model/architecture/residual-stages.ts';
import type { Rule } from '../../model/data/dataset.ts';
import { bestPoint, sensesAt, shareOf } from '../../model/inspection/sense-measure.ts';
import type { FrozenModel } from '../../model/training/run.ts';
import { type Interval, shareInterval } from '../../shared/bootstrap.ts';
import type { Job } from '../../shared/job.ts';
import { defineFrozenLens } from '../shared/define-lens.ts';
import * as v from '../shared/schemas.ts';
import { formatPercent, formatRange, formatTable } from '../shared/text-table.ts';

/** Right answers, with 95 % of a bootstrap over sentences. */
export interface SenseShare {
  right: number;
  of: number;
  share: number;
  interval: Interval;
}

export interface SensePoint {
  meaning: string;
  /** The nearest other training sentence. */
  trained: SenseShare;
  /** The nearest training sentence. */
  heldOut: SenseShare;
}

export interface WordSensesResult {
  step: number;
  name: string;
  points: SensePoint[];
  /** The end of a block that is best for the training sentences; the held-out ones do not choose. */
  best: SensePoint;
  chance: number;
  heldOutChance: number;
  rule: { label: string; trained: SenseShare; heldOut: SenseShare };
}

export const wordSensesLens = defineFrozenLens({
  name: 'word-senses',
  request: v.strictObject({}),
  compute: readSenses,
  table: { toRequest: () => ({}), format: senseLines },
});

async function* readSenses({ inspector, step, plan }: FrozenModel): Job<WordSensesResult> {
  const { config, dataset } = plan;
  const measure = dataset.measures.find((each) => each.kind === 'senses');
  if (!measure)
    throw new Error(`The data set ${dataset.name} knows no word in several senses; open 'world' for this.`);
  const stages = residualStages(config);
  const read = yield* sensesAt(
    inspector,
    config,
    measure,
    stages.map(({ name }) => name),
  );
  const points = read.map(({ trained, heldOut }, i) => ({
    meaning: stages[i].meaning,
    trained: toShare(shareOf(trained), trained.length),
    heldOut: toShare(shareOf(heldOut), heldOut.length),
  }));
  const ends = read.filter(({ name }) => name.endsWith('hook_resid_post'));
  const { name, probes, heldOut = [], chance, heldOutChance = chance, rule } = measure;
  const { label, value, heldOut: unseen = value } = rule as Rule;
  return {
    ...{ step, name, points, best: points[read.indexOf(bestPoint(ends))], chance, heldOutChance },
    rule: { label, trained: toShare(value, probes.length), heldOut: toShare(unseen, heldOut.length) },
  };
}

function toShare(share: number, of: number): SenseShare {
  const right = Math.round(share * of);
  const clusters = Array.from({ length: of }, (_, i) => ({ numerator: Number(i < right), denominator: 1 }));
  return { right, of, share, interval: shareInterval(clusters, 0) };
}

function senseLines({ name, points, best, chance, heldOutChance, rule }: WordSensesResult): string[] {
  const cells = ({ right, of, share, interval }: SenseShare) =>
    `${formatPercent(share)} (${formatRange(interval)}), ${right} of ${of}`;
  const rows = [...points, { meaning: rule.label, ...rule }].map(({ meaning, trained, heldOut }) => [
    ...[meaning, cells(trained), cells(heldOut)],
  ]);
  const guessed = ['another at random', formatPercent(chance), formatPercent(heldOutChance)];
  return [
    `${name}: the nearest training sentence has the same sense`,
    '',
    ...formatTable([['', 'training sentences', 'sentences written by hand'], ...rows, guessed]),
    '',
    `Best end of a block for the training sentences: ${best.meaning}; there ${cells(best.heldOut)} of those written by hand.`,
  ];
}
