// The columns of the table of heads: what each cell shows, and what rows are sorted by.

import { msg, str } from '@lit/localize';
import type { LensResult } from '../../../../workers/rpc/api/lab-api.ts';
import { ABLATION_KINDS } from '../../../format/head-data.ts';
import { headPatternName } from '../../../format/head-pattern.ts';
import { formatInterval } from '../../../format/lists.ts';
import { formatFixed, formatReal, formatSignedFixed } from '../../../format/numbers.ts';

type Table = LensResult<'head-table'>;
type Head = Table['heads'][number];

interface Cell {
  readonly text: string;
  /** Length of its bar, negative to the same side in another colour; absent without one. */
  readonly share?: number;
  /** What chance or position gives: a tick on the bar. */
  readonly by?: number;
  /** Interval and position. */
  readonly detail?: string;
  /** The score is not above chance and position for certain. */
  readonly isChance?: boolean;
}

export interface Column {
  readonly key: string;
  readonly label: string;
  readonly meaning: string;
  readonly cell: (head: Head) => Cell;
  readonly value: (head: Head) => number | string;
  /** Of uniform attention, and of the best head by chance. */
  readonly chance?: string;
  readonly bestByChance?: string;
}

const NONE = '–';
export const formatScore = (score: number): string => formatReal(score, 2);

/** Layers and heads count from 1 on screen. */
export const headLabel = ({ layer, head }: Pick<Head, 'layer' | 'head'>): string =>
  `${layer + 1}.${head + 1}`;

/** Layers with fewer than a thousand heads. */
const order = ({ layer, head }: Head) => layer * 1000 + head;

export function headColumns({ patterns, copying, ablation, copying: { tokens } }: Table): Column[] {
  const nearest = ({ nearest }: Head) =>
    nearest === undefined ? undefined : headPatternName(patterns[nearest].name);
  return [
    {
      key: 'head',
      label: msg('head'),
      meaning: msg('Layer and head'),
      cell: (head) => ({ text: headLabel(head) }),
      value: order,
    },
    {
      key: 'nearest',
      label: msg('nearest pattern'),
      meaning: msg('The known pattern whose score exceeds chance and position most'),
      cell: (head) => ({ text: nearest(head) ?? msg('none') }),
      value: (head) => nearest(head) ?? '\uffff',
    },
    ...patterns.map(
      (pattern, p): Column => ({
        key: `pattern-${p}`,
        label: headPatternName(pattern.name),
        meaning: msg(str`Share of attention on ${meaningOf(pattern.name)}, over ${pattern.count} queries`),
        cell: ({ patterns: scores }) => patternCell(scores[p], pattern),
        value: ({ patterns: scores }) => scores[p].score,
        chance: pattern.count === 0 ? NONE : formatScore(pattern.chance),
        bestByChance: pattern.count === 0 ? NONE : formatScore(pattern.bestByChance ?? 0),
      }),
    ),
    {
      key: 'copying',
      label: msg('copying (OV)'),
      meaning: msg(
        str`Σλ / Σ|λ| of the head’s OV circuit over ${tokens} tokens: near 1 what is read is copied, near −1 its logit is lowered`,
      ),
      cell: (head) => ({
        text: formatScore(head.copying),
        share: head.copying,
        by: copying.bestByChance,
        isChance: head.copying <= copying.bestByChance,
      }),
      value: (head) => head.copying,
      chance: formatScore(0),
      bestByChance: formatScore(copying.bestByChance),
    },
    {
      key: 'entropy',
      label: msg('entropy'),
      meaning: msg('Of the attention, as a share of that of uniform attention: near 0 one key has it all'),
      cell: (head) => ({ text: formatScore(head.entropy), share: head.entropy }),
      value: (head) => head.entropy,
      chance: formatScore(1),
    },
    ...(ablation
      ? [
          {
            key: 'ablation',
            label: msg(str`loss without it (${ABLATION_KINDS[ablation.kind]})`),
            meaning: msg(
              str`Change of the loss, ${formatFixed(ablation.loss, 3)} nats, without the head; 95 % of a bootstrap over rows`,
            ),
            cell: (head) => effectCell(head.ablation),
            value: (head) => head.ablation?.change ?? 0,
          } satisfies Column,
        ]
      : []),
  ];
}

function patternCell(
  { score, interval, positional }: Head['patterns'][number],
  { bestByChance, count }: Table['patterns'][number],
): Cell {
  if (count === 0) return { text: NONE, detail: msg('The data has no such keys') };
  const by = Math.max(bestByChance ?? 0, positional ?? 0);
  const position = positional === undefined ? '' : msg(str`; by position alone ${formatScore(positional)}`);
  return {
    text: formatScore(score),
    share: score,
    by,
    detail: `95 %: ${formatInterval(interval, formatScore)}${position}`,
    isChance: interval[0] <= by,
  };
}

const effectCell = (effect: Head['ablation']): Cell =>
  effect
    ? {
        text: formatSignedFixed(effect.change, 4),
        detail: formatInterval(effect.interval, (end) => formatSignedFixed(end, 4)),
        isChance: effect.interval[0] <= 0 && effect.interval[1] >= 0,
      }
    : { text: NONE };

function meaningOf(pattern: string): string {
  switch (pattern) {
    case 'previous token':
      return msg('the token before the query');
    case 'same token':
      return msg('tokens equal to the query, itself included');
    case 'first token':
      return msg('the first token');
    case 'induction':
      return msg('the token after an earlier occurrence of the query’s token');
    default:
      return msg(str`the link “${pattern}” of the data`);
  }
}

export function sortedHeads(heads: readonly Head[], { value }: Column, isDescending: boolean): Head[] {
  const sign = isDescending ? -1 : 1;
  return heads.toSorted((one, other) => {
    const [a, b] = [value(one), value(other)];
    if (a === b) return order(one) - order(other);
    return sign * (a < b ? -1 : 1);
  });
}
