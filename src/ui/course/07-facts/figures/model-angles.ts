// Angles between the model's own directions, compared with random ones.

import { msg, str } from '@lit/localize';
import { html, nothing, type TemplateResult } from 'lit';
import type { AnglesResult, ModelAnglesResult } from '../../../../workers/rpc/api/lab-api.ts';
import { card, note } from '../../../figures/card.ts';
import { type Column, numberTable, scrolling } from '../../../figures/number-table.ts';
import { formatFixed, formatInteger } from '../../../format/numbers.ts';
import type { LensTaskState } from '../../../types/task.ts';
import { lensButton, lensJobStatus } from '../controls.ts';

const KINDS: Record<ModelAnglesResult['kinds'][number]['of'], string> = {
  embeddings: msg('token embeddings'),
  'neuron inputs': msg('neuron inputs (rows of W↑)'),
  'neuron outputs': msg('neuron outputs (columns of W↓)'),
};

/**
 * @param step current step of the model
 * @param tokens number of tokens in the vocabulary
 */
export function modelAngles(
  task: LensTaskState<'model-angles'>,
  layer: number,
  step: number,
  tokens: number,
): TemplateResult {
  const { result, error } = task;
  const isStale = result && (result.step !== step || result.layer !== layer);
  return card(
    msg('In the current model'),
    msg('In the current model'),
    lensJobStatus('model-angles', task),
    result ? measured(result, tokens) : nothing,
    isStale || error
      ? html`<div class="controls">${lensButton(msg('Measure again'), 'model-angles', { layer }, task)}</div>`
      : nothing,
  );
}

interface Row extends AnglesResult {
  readonly name: string;
  readonly isRandom?: boolean;
}

function measured({ kinds, layer, step }: ModelAnglesResult, tokens: number) {
  const neurons = kinds[kinds.length - 1].own.N;
  const angle = (heading: string, value: (row: Row) => number): Column<Row> => ({
    heading,
    cell: (row) => `${formatFixed(value(row), 1)}°`,
  });
  const rows = kinds.flatMap(({ of, own, random }): Row[] => [
    { ...own, name: KINDS[of] },
    { ...random, name: msg('the same number at random'), isRandom: true },
  ]);
  return html`
    <p>
      ${msg(str`This model’s vectors have ${formatInteger(kinds[0].own.d)} numbers: as many directions can be perpendicular. It has ${formatInteger(tokens)} tokens and, in MLP ${layer + 1} alone, ${formatInteger(neurons)} neurons (step ${formatInteger(step)}).`)}
    </p>
    ${scrolling(
      numberTable(rows, {
        names: { heading: msg('directions'), cell: ({ name }) => name },
        columns: [
          { heading: msg('how many'), cell: ({ N }) => formatInteger(N) },
          angle(msg('spread around 90°'), ({ deviation }) => deviation),
          angle(msg('nearest pair'), ({ least }) => least),
          angle(msg('farthest pair'), ({ most }) => most),
        ],
        rowKind: ({ isRandom }) => (isRandom ? 'data' : ''),
      }),
    )}
    ${note(
      msg(
        str`There are more directions than dimensions, so they cannot all be perpendicular: some pair must deviate by at least ${formatFixed(kinds[0].own.bound, 1)}°. A larger spread than for random directions means that training has moved some directions closer together or further apart.`,
      ),
    )}
  `;
}
