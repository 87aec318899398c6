// Continuations of one prompt at several temperatures.

import { msg, str } from '@lit/localize';
import { html, type TemplateResult } from 'lit';
import type { Generation } from '../../../../workers/rpc/api/lab-api.ts';
import { card, note } from '../../../figures/card.ts';
import { formatPercent } from '../../../format/numbers.ts';
import { formatSignificant } from '../../../format/quantities.ts';
import type { Sampling } from '../choices.ts';
import { seedControl } from '../controls.ts';
import { sampledToken } from './tokens.ts';

interface Story extends Pick<Generation, 'tokens'> {
  readonly temperature: number;
}

/** @param stories the lowest temperature first */
export const temperatureStories = (stories: readonly Story[], sampling: Sampling): TemplateResult =>
  card(
    msg('Stories by temperature'),
    msg('The same prompt, continued at several temperatures'),
    html`<div class="controls">${seedControl(sampling)}</div>
      ${stories.map(renderStory)}`,
    note(
      msg(
        'Generated tokens are yellow. Point at a token to see its probability when it was sampled. Most services allow T up to 2. The last story samples at T = 5 from the 20 most probable tokens only, as in the video.',
      ),
    ),
  );

function renderStory({ temperature, tokens }: Story): TemplateResult {
  const product = tokens.reduce((sum, { probability }) => sum + Math.log(probability), 0);
  const mean = Math.exp(product / Math.max(1, tokens.length));
  return html`<div>
    <p>
      <b>T = ${formatSignificant(temperature)}</b>${temperature === 0 ? msg(', always the most probable token') : ''}:
      <span class="explained">${msg(str`geometric mean of the token probabilities: ${formatPercent(mean)}`)}</span>
    </p>
    <ol class="tokens">${tokens.map(sampledToken)}</ol>
  </div>`;
}
