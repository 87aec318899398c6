// The output of the network: the last vector, one logit per token, and softmax at a temperature.

import { msg, str } from '@lit/localize';
import { html, nothing, type TemplateResult } from 'lit';
import { card, note } from '../../../figures/card.ts';
import { bars, numberTable, percents, scrolling } from '../../../figures/number-table.ts';
import { formatInteger, formatSigned } from '../../../format/numbers.ts';
import { formatSignificant } from '../../../format/quantities.ts';
import { tokenLabel } from '../../../format/token-label.ts';
import { temperatureControl } from '../controls.ts';
import { candidates, type Prediction } from '../distribution.ts';

const ROW_COUNT = 10;
const NUMBERS_SHOWN = 6;

/** @param vector the input of the unembedding (C), of the last token of the prompt */
export const unembedding = (
  vector: Float32Array,
  token: string,
  { length }: readonly string[],
): TemplateResult =>
  card(
    msg('Unembedding'),
    msg('Last vector → one logit per token'),
    html`<p>
      ${msg(html`The vector of “${tokenLabel(token)}”, ${formatInteger(vector.length)} numbers: <span class="data numbers">${Array.from(vector.subarray(0, NUMBERS_SHOWN), formatSigned).join(', ')}, …</span>`)}
    </p>`,
    html`<p>
      ${msg(str`× the unembedding matrix, ${formatInteger(length)} rows of ${formatInteger(vector.length)}, one per token = ${formatInteger(length)} logits, listed below in descending order.`)}
    </p>`,
  );

export function logitsTable({ logits, vocabulary, sampling }: Prediction): TemplateResult {
  const { temperature } = sampling;
  const rows = candidates(logits, temperature, vocabulary, ROW_COUNT);
  const power = (logit: number) => Math.exp((logit - rows[0].logit) / temperature);
  return card(
    msg('From logits to probabilities'),
    nothing,
    html`<div class="controls">${temperatureControl(sampling)}</div>`,
    scrolling(
      numberTable(rows, {
        names: { heading: msg('token'), cell: ({ text }) => tokenLabel(text) },
        columns: [
          { heading: msg('logit x'), cell: ({ logit }) => formatSigned(logit) },
          {
            heading: msg('e^((x − largest) / T)'),
            title: msg('the largest logit is subtracted first, which changes no probability'),
            kind: 'wide',
            cell: ({ logit }) => (temperature === 0 ? '–' : formatSignificant(power(logit))),
          },
          bars(({ probability }) => probability),
          percents(msg('probability'), ({ probability }) => probability),
        ],
      }),
    ),
    note(
      msg(
        str`A logit can be any number. e to the power of logit / T is positive; divided by the sum over all ${formatInteger(vocabulary.length)} tokens it is a probability. A change of T reuses the same logits: the model does not run again.`,
      ),
    ),
  );
}
