// Beside the map: what a direction does to the next token, to texts that are written with it, and to other prompts.

import { msg, str } from '@lit/localize';
import { html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { LensResult } from '../../../../workers/rpc/api/lab-api.ts';
import { SteeringPromptsEvent, SteeringRunEvent } from '../../../events/index.ts';
import { controlsText } from '../../../format/controls-text.ts';
import { formatFixed, formatPercent } from '../../../format/numbers.ts';
import { tokenLabel } from '../../../format/token-label.ts';
import { baseStyles } from '../../../styles/base.styles.ts';
import { mapPanelStyles } from '../../../styles/map-panel.styles.ts';
import type { TaskState } from '../../../types/task.ts';
import { jobStatus } from '../../status/job-status.ts';
import { weightsText } from '../../status/weights-text.ts';
import { steeringPanelStyles } from './steering-panel.styles.ts';

type Steering = LensResult<'steering'>;
type Spread = Steering['random']['kl'];

/** Two lists of prompts that the visitor types. */
export interface SteeringPrompts {
  readonly away: readonly string[];
  readonly toward: readonly string[];
}

const MEANS = msg('The direction is the difference of two means (Turner et al. 2023; Rimsky et al. 2024).');
const ORIGINS: Record<Steering['direction']['kind'], string> = {
  classes: MEANS,
  prompts: MEANS,
  words: msg('The direction is the difference of two words.'),
  embeddings: msg('The direction is the difference of two rows of the embedding matrix.'),
  vector: msg('The direction is given by a probe.'),
};
const CONTROLS: Record<Steering['random']['kind'], string> = {
  shuffled: msg(
    'Beside it stand directions of its length between the same words with shuffled labels: what any difference of such words does. Some have much of the direction itself, so that the strongest of a few depends on the draw.',
  ),
  random: msg('Beside it stand random directions of its length.'),
};

/**
 * @summary The effects of steering, beside those of control directions of the same length.
 *
 * @property live - What the map shows.
 * @property prompts - The two lists, if the direction is made of them.
 * @property measured - Texts and other prompts, computed on request.
 * @property isCurrent - Whether they belong to the direction and the step that the map shows.
 * @property task - The computation that runs, or why it failed.
 * @fires lab-steering-run - The computation is started or stopped.
 * @fires lab-steering-prompts - Other prompts are typed.
 */
@customElement('lab-steering-panel')
export class SteeringPanel extends LitElement {
  static override styles = [baseStyles, mapPanelStyles, steeringPanelStyles];

  @property({ attribute: false }) live?: Steering;
  @property({ attribute: false }) prompts?: SteeringPrompts;
  @property({ attribute: false }) measured?: Steering;
  @property({ type: Boolean, attribute: 'is-current' }) isCurrent = false;
  @property({ attribute: false }) task: TaskState = {};

  override render() {
    const { live, measured } = this;
    return html`
      ${this.prompts ? this.#promptFields(this.prompts) : nothing}
      ${live ? nextTokens(live) : nothing}
      <div class="actions">
        <button
          class="primary"
          ?disabled=${this.task.progress !== undefined || !live}
          @click=${() => this.dispatchEvent(new SteeringRunEvent('measure'))}
        >${msg('Write with it, and steer other prompts')}</button>
      </div>
      ${jobStatus(this.task, () => this.dispatchEvent(new SteeringRunEvent('stop')))}
      ${measured ? this.#texts(measured) : nothing}
      <p>
        ${msg(str`${ORIGINS[live?.direction.kind ?? 'classes']} ${CONTROLS[live?.random.kind ?? 'shuffled']} That the answer follows it shows that the model reads it, not that it uses this direction by itself, nor that it means one thing: other prompts say what else it changes.`)}
      </p>
    `;
  }

  #promptFields({ away, toward }: SteeringPrompts) {
    const field = (side: keyof SteeringPrompts, label: string, lines: readonly string[]) => html`<label>
      <span>${label}</span>
      <textarea
        rows="3" spellcheck="false" autocapitalize="none" maxlength="5000"
        .value=${lines.join('\n')}
        @change=${(event: Event) => {
          const typed = (event.target as HTMLTextAreaElement).value
            .split('\n')
            .map((line) => line.trim())
            .filter(Boolean);
          this.dispatchEvent(new SteeringPromptsEvent({ away, toward, [side]: typed }));
        }}
      ></textarea>
    </label>`;
    return html`
      <div class="prompts">
        ${field('away', msg('Away from, a prompt a line'), away)} ${field('toward', msg('Toward, a prompt a line'), toward)}
      </div>
    `;
  }

  #texts({ written, others = [], random, step, direction }: Steering) {
    return html`
      ${this.isCurrent ? nothing : html`<p>${msg(str`These belong to ${direction.name} at ${weightsText(step, this.live?.step)}: compute them again.`)}</p>`}
      ${
        written
          ? html`
              <h2>${msg('Written after the prompt')}</h2>
              <dl>
                ${(['greedy', 'sampled'] as const).map(
                  (kind) => html`
                    <dt>${kind}</dt>
                    <dd>${written.before[kind]}</dd>
                    <dt>${msg('with it')}</dt>
                    <dd class="with">${written.after[kind]}</dd>
                  `,
                )}
              </dl>
            `
          : nothing
      }
      ${
        others.length > 0
          ? html`
              <h2>${msg('What else changes')}</h2>
              <table>
                <caption>${msg(str`KL of the next token in nats; ${controlsText(random)} from lowest to highest`)}</caption>
                <thead><tr><th scope="col">${msg('prompt')}</th><th scope="col">${msg('KL')}</th><th scope="col">${msg('controls')}</th></tr></thead>
                <tbody>
                  ${others.map(
                    ({ text, before, after, kl, random: spread }) => html`<tr>
                      <th scope="row">
                        ${text} <b>${tokenLabel(before.text)}</b> ${before.id === after.id ? nothing : html`→ <b>${tokenLabel(after.text)}</b>`}
                      </th>
                      <td>${formatFixed(kl, 2)}</td>
                      <td>${formatFixed(spread.low, 2)}–${formatFixed(spread.high, 2)}</td>
                    </tr>`,
                  )}
                </tbody>
              </table>
            `
          : nothing
      }
    `;
  }
}

/** Bars of each token: without the direction above, with it below, and the range of control directions. */
function nextTokens({ compared, random }: Steering) {
  const percent = (share: number) => `${(100 * share).toFixed(2)}%`;
  return html`
    <h2>${msg('Next token')}</h2>
    <table class="tokens">
      <caption>${msg(str`without the direction, with it, and in ${controlsText(random)}`)}</caption>
      <thead>
        <tr><th scope="col">${msg('token')}</th><th scope="col" class="wide"><span class="visually-hidden">${msg('bars')}</span></th><th scope="col">${msg('without')}</th><th scope="col">${msg('with')}</th></tr>
      </thead>
      <tbody>
        ${compared.slice(0, LISTED).map(
          ({ text, before, after, random: spread }) => html`<tr>
            <th scope="row">${tokenLabel(text)}</th>
            <td class="wide" title=${msg(str`controls: ${range(spread)}`)}>
              <i class="before" style=${`inline-size: ${percent(before)}`}></i>
              <i class="after" style=${`inline-size: ${percent(after)}`}></i>
              <i class="random" style=${`margin-inline-start: ${percent(spread.low)}; inline-size: ${percent(spread.high - spread.low)}`}></i>
            </td>
            <td>${formatPercent(before)}</td>
            <td>${formatPercent(after)}<span class="visually-hidden">${msg(str`; controls: ${range(spread)}`)}</span></td>
          </tr>`,
        )}
      </tbody>
    </table>
    <ul class="key">
      <li>${msg(html`<i class="before"></i>without`)}</li>
      <li>${msg(html`<i class="after"></i>with`)}</li>
      <li>${msg(html`<i class="random"></i>controls`)}</li>
    </ul>
  `;
}

const LISTED = 6;

const range = ({ low, high }: Spread): string => msg(str`${formatPercent(low)} to ${formatPercent(high)}`);

declare global {
  interface HTMLElementTagNameMap {
    'lab-steering-panel': SteeringPanel;
  }
}
