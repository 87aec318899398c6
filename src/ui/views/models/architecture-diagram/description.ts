// The drawing in words and as a table.

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
  const add = 'added to the residual stream';
  const sequence = isParallel ? 'beside it, from the same stream' : 'then';
  return [
    `${count(L, 'block')} on a residual stream of width ${formatInteger(C)}, from an embedding of ${formatInteger(V)} tokens${positionsText(model)}.`,
    `In each block: ${normName}, ${attentionText(model)}, ${add}${hasMlp ? `; ${sequence} ${normName}, ${mlpText(model)}, ${add}` : ''}.`,
    `At the end: ${normName} and ${tied ? 'the transposed embedding' : 'an unembedding of its own'}.`,
  ].join(' ');
}

function positionsText({ positions, T }: DiagramModel): string {
  return positions === 'learned' ? ` plus ${formatInteger(T)} learned positions` : '';
}

function attentionText({
  H,
  keyValueHeads,
  headWidth,
  qkNorm,
  positions,
  rotaryFraction,
}: DiagramModel): string {
  const share = rotaryFraction < 1 ? `, ${formatSignificant(100 * rotaryFraction)} % of each head` : '';
  return [
    `attention with ${count(H, 'head')} of width ${headWidth}`,
    ...(keyValueHeads < H ? [`which share ${count(keyValueHeads, 'head')} of keys and values`] : []),
    ...(qkNorm ? ['queries and keys normed'] : []),
    ...(positions === 'rotary' ? [`queries and keys rotated by position${share}`] : []),
  ].join(', ');
}

function mlpText({ mlpWidth, activation, isGated }: DiagramModel): string {
  return `MLP of ${formatInteger(mlpWidth)} ${ACTIVATION_CHOICES[activation].label} neurons${isGated ? ' with a gate' : ''}`;
}

/** Weights of each part, of one block and of all. */
export function weightsTable({ L, weights }: DiagramModel): TableData {
  const { block, outside, total } = weights;
  const row = (name: string, value: number | undefined, times: number) =>
    value === undefined
      ? []
      : [{ name, cells: [formatInteger(value), String(times), formatInteger(value * times)] }];
  const inBlock = [
    ['norm before the attention', block.attentionNorm],
    ['queries', block.query],
    ['keys', block.key],
    ['norm of the queries', block.queryNorm],
    ['norm of the keys', block.keyNorm],
    ['values', block.value],
    ['output of the attention', block.output],
    ['norm before the MLP', block.mlpNorm],
    ['gate of the MLP', block.gate],
    ['up', block.up],
    ['down', block.down],
  ] as const;
  return {
    caption: 'Weights of each part',
    columns: ['part', 'weights', 'times', 'in all'],
    rows: [
      ...row('embedding', outside.embedding, 1),
      ...row('positions', outside.position, 1),
      ...inBlock.flatMap(([name, value]) => row(name, value, L)),
      ...row('final norm', outside.finalNorm, 1),
      ...row('unembedding', outside.unembedding, 1),
      { name: 'total', cells: ['', '', formatInteger(total)] },
    ],
  };
}
