// Vector arithmetic with the embeddings of the current model: the words nearest to a − b + c.

import { msg, str } from '@lit/localize';
import { html, nothing, type TemplateResult } from 'lit';
import type { AnalogyResult } from '../../../../workers/rpc/api/lab-api.ts';
import { card, note } from '../../../figures/card.ts';
import { bars, numberTable, scrolling, signedNumbers } from '../../../figures/number-table.ts';
import { selection } from '../../../figures/selection.ts';
import { formatInteger } from '../../../format/numbers.ts';
import { tokenLabel } from '../../../format/token-label.ts';
import { VectorSumEvent } from '../events.ts';
import type { VectorOperands } from '../vector-operands.ts';

export function vectorArithmetic(
  operands: VectorOperands,
  vocabulary: readonly string[],
  { nearest = [], expectedRank }: Partial<AnalogyResult> = {},
): TemplateResult {
  const words = vocabulary.map(tokenLabel);
  const { a, b, c, expected } = operands;
  const operand = (name: 'a' | 'b' | 'c', label: string) =>
    selection(
      label,
      words,
      operands[name],
      (id) => new VectorSumEvent({ ...operands, [name]: id, expected: undefined }),
    );
  return card(
    msg('Vector arithmetic'),
    `${words[a]} − ${words[b]} + ${words[c]}`,
    html`<div class="controls">
      ${operand('a', msg('word a'))} ${operand('b', msg('minus b'))} ${operand('c', msg('plus c'))}
    </div>`,
    scrolling(
      numberTable(nearest, {
        names: { heading: msg('nearest words, except a, b and c'), cell: ({ id }) => words[id] },
        columns: [signedNumbers(msg('cosine'), ({ score }) => score), bars(({ score }) => score)],
        isMarked: ({ id }) => id === expected,
      }),
    ),
    expected !== undefined && expectedRank !== undefined
      ? html`<p>${msg(str`“${words[expected]}” is at rank ${formatInteger(expectedRank)}.`)}</p>`
      : nothing,
    note(
      msg(
        'The difference of two embeddings is a direction. If many pairs in the data have the same relation, the same direction can fit all of them. The data of the models “world” and “stories” have such pairs; without them the result has no meaning.',
      ),
    ),
  );
}
