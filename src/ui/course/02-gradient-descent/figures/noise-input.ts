// The network's predictions for random pixels.

import { msg, str } from '@lit/localize';
import { css, html, type TemplateResult } from 'lit';
import { JobEvent } from '../../../events/index.ts';
import { card, note } from '../../../figures/card.ts';
import { emit } from '../../../figures/emit.ts';
import { bars, numberTable } from '../../../figures/number-table.ts';
import { formatFixed, formatInteger, formatPercent } from '../../../format/numbers.ts';
import '../../../views/digits/pixel-image/pixel-image.ts';
import type { LiveMode } from '../../../views/status/live-region.ts';
import type { NoiseResult } from './noise.ts';

export const noiseInputStyles = css`
  @container (min-width: 46rem) {
    .columns.noise {
      grid-template-columns: minmax(8rem, 16rem) minmax(0, 1fr);
    }
  }

  .noise lab-pixel-image {
    max-width: 16rem;
  }
`;

/** @param live `off` while the network trains */
export function noiseInput(result: NoiseResult, live: LiveMode): TemplateResult {
  const { pixels, outputs, predictionCounts, meanMaxProbability, meanMaxProbabilityOnDigits } = result;
  const answer = outputs.indexOf(Math.max(...outputs));
  const total = predictionCounts.reduce((sum, count) => sum + count, 0);
  return card(
    msg('Noise'),
    msg('The network also predicts a digit for random pixels'),
    html`<div class="columns noise">
      <div><lab-pixel-image .values=${pixels} label=${msg('Random pixels')}></lab-pixel-image></div>
      <div>
        <p role="status" aria-live=${live}>${msg(html`Prediction: <b class="answer">${answer}</b>, output ${formatFixed(outputs[answer], 2)}.`)}</p>
        <div class="scroll">${numberTable(Array.from(outputs), {
          names: { heading: msg('digit'), cell: (_, digit) => digit },
          isMarked: (_, digit) => digit === answer,
          columns: [
            { heading: msg('output'), kind: 'output', cell: (output) => formatFixed(output, 3) },
            bars((output) => output, { name: msg('output as a bar') }),
            {
              heading: msg(str`of ${total} noise images`),
              cell: (_, digit) => formatInteger(predictionCounts[digit]),
            },
          ],
        })}</div>
      </div>
    </div>
    <div class="controls">
      <button class="primary" @click=${emit(() => new JobEvent('noise', true))}>${msg('New noise')}</button>
    </div>
    <p>
      ${msg(str`The brightest output is ${formatFixed(meanMaxProbability, 2)} on average over ${total} noise images, and ${formatFixed(meanMaxProbabilityOnDigits, 2)} over as many real digits. ${formatPercent(Math.max(...predictionCounts) / total)} of the noise images get the same prediction.`)}
    </p>`,
    note(
      msg(
        'Each pixel is uniformly random between 0 and 1. The training data contain only clear, centred digits, and the cost gives no reason for uncertain outputs.',
      ),
    ),
  );
}
