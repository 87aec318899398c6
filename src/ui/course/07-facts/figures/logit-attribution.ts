// Direct logit attribution: the contributions of heads, MLPs, embeddings and biases to the answer's logit, and of single neurons.

import { msg, str } from '@lit/localize';
import { html, nothing, type TemplateResult } from 'lit';
import type { AttributionResult, TokenProbability } from '../../../../workers/rpc/api/lab-api.ts';
import { FocusChangeEvent } from '../../../events/index.ts';
import { card, note } from '../../../figures/card.ts';
import { numberTable, scrolling, signedWithBars } from '../../../figures/number-table.ts';
import { selection } from '../../../figures/selection.ts';
import { tokenLabel } from '../../../format/token-label.ts';
import { choice, neuronChoice } from '../choices.ts';
import { logitComponents, topNeurons } from './logit-components.ts';

const NEURON_COUNT = 8;

interface Contribution {
  readonly contribution: number;
}

/** A column of contributions with their bars, on one scale. */
const contributions = <TRow extends Contribution>(heading: string, rows: readonly TRow[]) =>
  signedWithBars(
    heading,
    ({ contribution }: TRow) => contribution,
    Math.max(...rows.map(({ contribution }) => Math.abs(contribution)), 1e-9),
  );

/**
 * @param next predictions after the prompt, as choices of contrast tokens
 * @param rival the contrast token that the visitor selected, or nothing
 */
export function logitAttribution(
  attribution: AttributionResult,
  next: readonly TokenProbability[],
  rival: string,
): TemplateResult {
  const { answer, contrast, tokens, position, total } = attribution;
  const parts = logitComponents(attribution);
  const what = contrast
    ? msg(str`“${tokenLabel(answer.text)}” rather than “${tokenLabel(contrast.text)}”`)
    : `“${tokenLabel(answer.text)}”`;
  const rivals = ['', ...next.filter(({ id }) => id !== answer.id).map(({ text }) => text)];
  const heading = contrast ? msg('contribution to the difference') : msg('contribution to the logit');
  return html`
    ${card(
      msg('Logit attribution'),
      msg(str`Contributions to ${what} after “${tokenLabel(tokens[position].text)}”`),
      html`<div class="controls">
        ${selection(
          msg('compared with'),
          rivals.map((text) => (text ? tokenLabel(text) : msg('nothing: the logit itself'))),
          rivals.indexOf(rival),
          (i) => choice({ rival: rivals[i] || undefined }),
        )}
      </div>`,
      html`${scrolling(
        numberTable(parts, {
          names: { heading: msg('component'), cell: ({ name }) => name },
          columns: contributions(heading, parts),
          sums: [
            {
              name: msg('sum of all components'),
              contribution: parts.reduce((sum, { contribution }) => sum + contribution, 0),
            },
            { name: msg('computed by the network'), contribution: total },
          ],
        }),
      )}
      ${note(msg('A logit is the score of a word before softmax. The outputs of all heads and neurons are added to one vector, so the logit is a sum of their contributions. The scale of the final norm is held constant. Indirect effects of a head through later MLPs count for those MLPs (direct logit attribution; Elhage et al., 2021).'))}`,
    )}
    ${neurons(attribution)}
  `;
}

function neurons(attribution: AttributionResult) {
  const strongest = topNeurons(attribution, NEURON_COUNT);
  if (strongest.length === 0) return nothing;
  return card(
    msg('Neurons with the largest contributions'),
    msg('Neurons with the largest contributions'),
    scrolling(
      numberTable(strongest, {
        names: {
          heading: msg('neuron'),
          cell: ({ layer, neuron }) => msg(str`MLP ${layer + 1}, neuron ${neuron + 1}`),
          pick: ({ layer, neuron }) => [new FocusChangeEvent({ layer }), neuronChoice(neuron)],
        },
        columns: contributions(msg('contribution'), strongest),
      }),
    ),
  );
}
