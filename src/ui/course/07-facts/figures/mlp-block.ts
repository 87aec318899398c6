// The steps of one MLP at one token: input, preactivations, activations, output and sum.

import { msg, str } from '@lit/localize';
import { css, html, type TemplateResult } from 'lit';
import { ACTIVATION_CHOICES } from '../../../../shared/settings/model-settings.ts';
import { card, note } from '../../../figures/card.ts';
import { formatInteger, formatSigned } from '../../../format/numbers.ts';
import { tokenLabel } from '../../../format/token-label.ts';
import '../../../views/charts/heatmap/heatmap.ts';
import { type MlpActivations, rowOf } from '../mlp-activations.ts';

export const mlpBlockStyles = css`
  .steps {
    display: grid;
    gap: var(--space-m);
    margin: 0;
    padding: 0;
    list-style: none;

    li {
      display: grid;
      gap: var(--space-2xs);
    }

    p {
      font-size: var(--size-compact);
    }
  }
`;

/** @param isParallel attention and MLP read the same vector */
export function mlpBlock(
  mlp: MlpActivations,
  token: number,
  neuron: number,
  isParallel: boolean,
): TemplateResult {
  const { tokens, C, M, activationFunction } = mlp;
  const [pre, post] = [rowOf(mlp.pre, token, M), rowOf(mlp.post, token, M)];
  const isGated = activationFunction === 'swiglu';
  const step = (formula: string, meaning: string, values: Float32Array) => html`
    <li>
      <p><strong>${formula}</strong> <span class="data">${meaning}</span></p>
      <lab-heatmap
        .values=${values}
        .columns=${values.length}
        .label=${msg(str`${formula}: ${formatInteger(values.length)} numbers, the first ${Array.from(values.subarray(0, 4), formatSigned).join(', ')}`)}
      ></lab-heatmap>
    </li>
  `;
  return card(
    msg('MLP step by step'),
    msg(str`MLP ${mlp.layer + 1} at “${tokenLabel(tokens[token].text)}”`),
    html`<ol class="steps">
        ${step('E', msg(str`the input vector, ${formatInteger(C)} numbers`), rowOf(mlp.mid, token, C))}
        ${step(isGated ? msg('W gate E + B') : 'W↑ E + B↑', msg(str`${formatInteger(M)} dot products of rows with the normalised vector, plus a bias`), pre)}
        ${step(ACTIVATION_CHOICES[activationFunction].label, isGated ? msg(str`${formatInteger(M)} neurons: SiLU of each sum, times the neuron’s dot product with its row of W↑`) : msg(str`${formatInteger(M)} neurons; negative sums become (nearly) zero`), post)}
        ${step('W↓ n + B↓', msg(str`the sum of columns, each times its neuron’s activation; ${formatInteger(C)} numbers`), rowOf(mlp.out, token, C))}
        ${step(isParallel ? msg('E + attention’s output + output') : 'E + output', msg('the input of the next block'), rowOf(mlp.after, token, C))}
      </ol>
      ${note(msg(str`Blue is positive, red negative. Each strip has its own colour scale. Neuron ${formatInteger(neuron + 1)}: sum ${formatSigned(pre[neuron])}, activation ${formatSigned(post[neuron])}.`))}`,
  );
}
