// Lines about a neuron or a feature for the command line.

import type { TokenScore } from './results.ts';
import { columnTable, formatSigned, formatTable, signed } from './text-table.ts';
import type { TopActivationsResult, UnitResult } from './unit-results.ts';

export const tokenRow = ({ text, score }: TokenScore): string[] => [text, formatSigned(score)];

/** After an empty line; nothing without rows. */
export const titledTable = (title: string, rows: readonly (readonly string[])[]): string[] =>
  rows.length > 0 ? ['', ...formatTable([[title, ''], ...rows])] : [];

export function unitLines({ writes, subjects, fires }: UnitResult): string[] {
  return [
    ...titledTable('promoted tokens', writes.promoted.map(tokenRow)),
    ...titledTable('suppressed tokens', writes.suppressed.map(tokenRow)),
    ...titledTable(
      'subjects with the highest activation',
      subjects.map(({ subject, value }) => [subject, formatSigned(value)]),
    ),
    ...topActivationLines(fires),
  ];
}

function topActivationLines({ whole, split, places, active, mean, most }: TopActivationsResult): string[] {
  const examples = columnTable(most, [
    ['highest at the last token of', ({ tokens, position }) => tokens.slice(0, position + 1).join(' ')],
    ['rows', ({ times }) => `× ${times}`],
    signed('', ({ value }) => value),
  ]);
  return [
    '',
    `over ${whole ? 'the whole' : 'sampled rows of the'} ${split ? 'training split' : 'data set'}: above 0 at ${active} of ${places} tokens, mean ${formatSigned(mean)}`,
    ...(most.length > 0 ? examples : []),
  ];
}
