// The heads that link words as text.

import { columnTable, formatRange, percents } from '../../shared/text-table.ts';
import type { LinkHead } from './link-shares.ts';

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
