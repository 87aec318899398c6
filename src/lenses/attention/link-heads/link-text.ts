// The heads that link words as text.

import { formatPercent, formatTable } from '../../shared/text-table.ts';
import type { LinkHead } from './lens.ts';
import type { LinkShare } from './link-shares.ts';

const HEADER = [
  ...['sentences', 'links', 'number', 'attention', '95 %', 'most on it', '95 %'],
  ...['uniform', 'elsewhere', 'the word before', 'a fixed distance'],
];

export function linkLines({ name, head: { layer, head }, sets }: LinkHead): string[] {
  const rows = sets.flatMap(({ heldOut, sentences, shares }) =>
    shares.map((share) => [
      `${sentences} ${heldOut ? 'written by hand' : 'of its patterns'}`,
      ...cellsOf(share),
    ]),
  );
  return [
    `${name}: head ${layer}.${head}, the best on sentences of the data set's patterns`,
    '',
    ...formatTable([HEADER, ...rows]),
    '',
  ];
}

function cellsOf(share: LinkShare): string[] {
  const range = (interval: readonly number[]) => interval.map(formatPercent).join(' to ');
  const { uniform, elsewhere, wordBefore, fixedDistance } = share;
  return [
    ...[share.of, String(share.links)],
    ...[
      formatPercent(share.own),
      range(share.interval),
      formatPercent(share.largest),
      range(share.largestInterval),
    ],
    ...[uniform, elsewhere, wordBefore, fixedDistance].map(formatPercent),
  ];
}
