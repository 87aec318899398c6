// The table of heads as text.

import { bestHeadOf } from '../../../shared/best-head.ts';
import type { LensOptions } from '../../shared/lens-table.ts';
import { formatSigned, formatTable } from '../../shared/text-table.ts';
import type { HeadTableResult } from './lens.ts';

const share = (value: number): string => value.toFixed(2).replace(/^-/, '−');

export function headTableLines({
  step,
  rows,
  rowKind,
  patterns,
  heads,
  copying,
  ablation,
}: HeadTableResult): string[] {
  const names = patterns.map(({ name }) => name);
  const hasChance = patterns.every((pattern) => pattern.bestByChance !== undefined);
  const chance = (label: string, key: 'chance' | 'bestByChance') => [
    label,
    '',
    ...patterns.map((pattern) => share(pattern[key] ?? Number.NaN)),
    key === 'chance' ? '0.00' : share(copying.bestByChance),
    key === 'chance' ? '1.00' : '',
    ...(ablation ? [''] : []),
  ];
  const table = formatTable([
    [
      'head',
      'nearest pattern',
      ...names,
      'copying (OV)',
      'entropy',
      ...(ablation ? [`loss without (${ablation.kind})`] : []),
    ],
    ...heads.map((head) => [
      `${head.layer}.${head.head}`,
      head.nearest === undefined ? '–' : names[head.nearest],
      ...head.patterns.map(({ score, positional }) =>
        positional === undefined ? share(score) : `${share(score)} (${share(positional)})`,
      ),
      share(head.copying),
      share(head.entropy),
      ...(head.ablation
        ? [
            `${formatSigned(head.ablation.change, 4)} (${head.ablation.interval.map((each) => formatSigned(each, 4)).join(' to ')})`,
          ]
        : []),
    ]),
    chance('uniform attention', 'chance'),
    ...(hasChance ? [chance(`best of ${heads.length} by chance`, 'bestByChance')] : []),
  ]);
  return [
    `step ${step}, ${rows} ${rowKind}; in brackets what position alone gives; circuits over ${copying.tokens} tokens`,
    ...table,
    ...(ablation ? [`loss of the whole model ${ablation.loss.toFixed(4)}`] : []),
  ];
}

/** A row for each step, of the head that the options name, else of the best head of each pattern; and one of chance at the end. */
export function headTableStepLines(
  results: readonly HeadTableResult[],
  { layer, head }: Pick<LensOptions, 'layer' | 'head'>,
): string[] {
  const [{ patterns, measures }] = results;
  const last = results[results.length - 1];
  const isOne = layer !== undefined && head !== undefined;
  const cell = ({ heads }: HeadTableResult, p: number) => {
    if (isOne) {
      const one = heads.find((each) => each.layer === layer && each.head === head);
      if (!one) throw new Error(`The model has no head ${layer}.${head}; layers and heads count from 0.`);
      return share(one.patterns[p].score);
    }
    const layers = [...new Set(heads.map((each) => each.layer))];
    const by = (key: 'score' | 'positional') =>
      layers.map((l) =>
        heads.filter((each) => each.layer === l).map(({ patterns }) => patterns[p][key] ?? 0),
      );
    const best = bestHeadOf(by('score'), by('positional'));
    return `${share(best.score)} (${best.layer}.${best.head})`;
  };
  const copying = ({ heads }: HeadTableResult) => {
    if (isOne) return share(heads.find((each) => each.layer === layer && each.head === head)?.copying ?? 0);
    const best = heads.reduce((one, other) => (other.copying > one.copying ? other : one));
    return `${share(best.copying)} (${best.layer}.${best.head})`;
  };
  return [
    isOne ? `head ${layer}.${head}` : 'best heads',
    ...formatTable([
      ['step', ...patterns.map(({ name }) => name), 'copying (OV)', ...measures.map(({ name }) => name)],
      ...results.map((result) => [
        String(result.step),
        ...patterns.map((_, p) => cell(result, p)),
        copying(result),
        ...result.measures.map(({ value }) => share(value)),
      ]),
      [
        `best of ${last.heads.length} by chance, step ${last.step}`,
        ...last.patterns.map(({ bestByChance }) => (bestByChance === undefined ? '–' : share(bestByChance))),
        share(last.copying.bestByChance),
        ...measures.map(() => ''),
      ],
    ]),
  ];
}
