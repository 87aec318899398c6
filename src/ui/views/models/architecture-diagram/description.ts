// The drawing in words and as a table.

import { msg, str } from '@lit/localize';
import { ACTIVATION_CHOICES, PART_SETTINGS } from '../../../../shared/settings/model-settings.ts';
import { formatInteger } from '../../../format/numbers.ts';
import { formatSignificant } from '../../../format/quantities.ts';
import { engineText } from '../../../languages/engine-text.ts';
import type { TableData } from '../../../types/table.ts';
import type { DiagramModel } from './diagram-model.ts';

/** One sentence a half of the block, and one on each table. */
export function describeModel(model: DiagramModel): string {
  const { L, C, V, tied, norm } = model;
  const normName = engineText(PART_SETTINGS.norm.choices[norm].label);
  const blocks = L === 1 ? msg('1 block') : msg(str`${formatInteger(L)} blocks`);
  return [
    msg(
      str`${blocks} on a residual stream of width ${formatInteger(C)}, from an embedding of ${formatInteger(V)} tokens${positionsText(model)}.`,
    ),
    blockText(model, normName),
    msg(
      str`At the end: ${normName} and ${tied ? msg('the transposed embedding') : msg('an unembedding of its own')}.`,
    ),
  ].join(' ');
}

function blockText(model: DiagramModel, norm: string): string {
  const attention = attentionText(model);
  if (!model.hasMlp) return msg(str`In each block: ${norm}, ${attention}, added to the residual stream.`);
  const mlp = mlpText(model);
  return model.isParallel
    ? msg(
        str`In each block: ${norm}, ${attention}, added to the residual stream; beside it, from the same stream ${norm}, ${mlp}, added to the residual stream.`,
      )
    : msg(
        str`In each block: ${norm}, ${attention}, added to the residual stream; then ${norm}, ${mlp}, added to the residual stream.`,
      );
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
    H === 1
      ? msg(str`attention with 1 head of width ${headWidth}`)
      : msg(str`attention with ${formatInteger(H)} heads of width ${headWidth}`),
    ...(keyValueHeads < H ? [sharedHeadsText(keyValueHeads)] : []),
    ...(qkNorm ? [msg('queries and keys normed')] : []),
    ...(positions === 'rotary' ? [msg(str`queries and keys rotated by position${share}`)] : []),
  ].join(', ');
}

const sharedHeadsText = (heads: number): string =>
  heads === 1
    ? msg('which share 1 head of keys and values')
    : msg(str`which share ${formatInteger(heads)} heads of keys and values`);

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
    [msg('queries'), block.query],
    [msg('keys'), block.key],
    [msg('norm of the queries'), block.queryNorm],
    [msg('norm of the keys'), block.keyNorm],
    [msg('values'), block.value],
    [msg('output of the attention'), block.output],
    [msg('norm before the MLP'), block.mlpNorm],
    [msg('gate of the MLP'), block.gate],
    [msg('up-projection'), block.up],
    [msg('down-projection'), block.down],
  ] as const;
  return {
    caption: msg('Weights of each part'),
    columns: [msg('part'), msg('weights'), msg('times'), msg('in all')],
    rows: [
      ...row(msg('embedding'), outside.embedding, 1),
      ...row(msg('positions'), outside.position, 1),
      ...inBlock.flatMap(([name, value]) => row(name, value, L)),
      ...row(msg('final norm'), outside.finalNorm, 1),
      ...row(msg('unembedding'), outside.unembedding, 1),
      { name: msg('total'), cells: ['', '', formatInteger(total)] },
    ],
  };
}
