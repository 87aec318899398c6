// The drawing in words and as a table.

import { msg, str } from '@lit/localize';
import { ACTIVATION_CHOICES, PART_CHOICES } from '../../../../shared/settings/model-settings.ts';
import { formatInteger } from '../../../format/numbers.ts';
import { formatSignificant } from '../../../format/quantities.ts';
import type { TableData } from '../../../types/table.ts';
import type { DiagramModel } from './diagram-model.ts';

const count = (value: number, noun: string) => `${formatInteger(value)} ${noun}${value === 1 ? '' : 's'}`;

/** One sentence a half of the block, and one on each table. */
export function describeModel(model: DiagramModel): string {
  const { L, C, V, tied, norm, hasMlp, isParallel } = model;
  const normName = PART_CHOICES.norm[norm].label;
  const add = msg('added to the residual stream');
  const sequence = isParallel ? msg('beside it, from the same stream') : 'then';
  return [
    msg(
      str`${count(L, 'block')} on a residual stream of width ${formatInteger(C)}, from an embedding of ${formatInteger(V)} tokens${positionsText(model)}.`,
    ),
    msg(
      str`In each block: ${normName}, ${attentionText(model)}, ${add}${hasMlp ? `; ${sequence} ${normName}, ${mlpText(model)}, ${add}` : ''}.`,
    ),
    msg(
      str`At the end: ${normName} and ${tied ? msg('the transposed embedding') : msg('an unembedding of its own')}.`,
    ),
  ].join(' ');
}

function positionsText({ positions, T }: DiagramModel): string {
  return positions === 'learned' ? msg(str` plus ${formatInteger(T)} learned positions`) : '';
}

function attentionText({
  H,
  keyValueHeads,
  headWidth,
  qkNorm,
  positions,
  rotaryFraction,
}: DiagramModel): string {
  const share =
    rotaryFraction < 1 ? msg(str`, ${formatSignificant(100 * rotaryFraction)} % of each head`) : '';
  return [
    msg(str`attention with ${count(H, 'head')} of width ${headWidth}`),
    ...(keyValueHeads < H ? [msg(str`which share ${count(keyValueHeads, 'head')} of keys and values`)] : []),
    ...(qkNorm ? [msg('queries and keys normed')] : []),
    ...(positions === 'rotary' ? [msg(str`queries and keys rotated by position${share}`)] : []),
  ].join(', ');
}

function mlpText({ mlpWidth, activation, isGated }: DiagramModel): string {
  return msg(
    str`MLP of ${formatInteger(mlpWidth)} ${ACTIVATION_CHOICES[activation].label} neurons${isGated ? msg(' with a gate') : ''}`,
  );
}

/** Weights of each part, of one block and of all. */
export function weightsTable({ L, weights }: DiagramModel): TableData {
  const { block, outside, total } = weights;
  const row = (name: string, value: number | undefined, times: number) =>
    value === undefined
      ? []
      : [{ name, cells: [formatInteger(value), String(times), formatInteger(value * times)] }];
  const inBlock = [
    [msg('norm before the attention'), block.attentionNorm],
    ['queries', block.query],
    ['keys', block.key],
    [msg('norm of the queries'), block.queryNorm],
    [msg('norm of the keys'), block.keyNorm],
    ['values', block.value],
    [msg('output of the attention'), block.output],
    [msg('norm before the MLP'), block.mlpNorm],
    [msg('gate of the MLP'), block.gate],
    ['up', block.up],
    ['down', block.down],
  ] as const;
  return {
    caption: msg('Weights of each part'),
    columns: [msg('part'), msg('weights'), msg('times'), msg('in all')],
    rows: [
      ...row('embedding', outside.embedding, 1),
      ...row('positions', outside.position, 1),
      ...inBlock.flatMap(([name, value]) => row(name, value, L)),
      ...row(msg('final norm'), outside.finalNorm, 1),
      ...row('unembedding', outside.unembedding, 1),
      { name: msg('total'), cells: ['', '', formatInteger(total)] },
    ],
  };
}
