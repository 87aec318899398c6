// What the next training step teaches, and which rows of its batch teach an answer.

import { msg, str } from '@lit/localize';
import { html, LitElement, nothing, type PropertyValues, svg, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { LensResult } from '../../../../workers/rpc/api/lab-api.ts';
import { LessonsRunEvent } from '../../../events/index.ts';
import { formatFixed, formatInteger, formatPercent, formatSignedFixed } from '../../../format/numbers.ts';
import { formatSignificant } from '../../../format/quantities.ts';
import { tokenLabel } from '../../../format/token-label.ts';
import { baseStyles } from '../../../styles/base.styles.ts';
import { measurementStyles } from '../../../styles/measurement.styles.ts';
import type { LensTaskState } from '../../../types/task.ts';
import '../../charts/data-table/data-table.ts';
import { jobStatus } from '../../status/job-status.ts';
import { partUpdates, partUpdatesStyles } from '../part-updates/part-updates.ts';
import { lessonsStyles } from './lessons.styles.ts';

type Update = LensResult<'step-update'>;
type Influence = LensResult<'influence'>;

const SIZE = { width: 320, height: 220, left: 12, right: 12, top: 12, bottom: 30 } as const;
/** Rows that teach most, and as many that teach least. */
const LISTED = 3;
const DECIMALS = 4;
/** Nats. */
const RESOLVED = 1e-4;

/**
 * @summary The next training step, taken on a copy: predictions before and after, how far each block moves, and what the update of each
 *   part does. Influence of the rows of
 *   its batch on an answer: gradient products beside exact steps.
 *
 * @property nextStep - State of the step on a copy.
 * @property influence - State of the influence of rows.
 * @property prompt - Whose answer the rows are measured on.
 * @fires lab-lessons-run - A computation is started or stopped.
 */
@customElement('lab-lessons')
export class Lessons extends LitElement {
  static override styles = [baseStyles, measurementStyles, lessonsStyles, partUpdatesStyles];

  @property({ attribute: false }) nextStep: LensTaskState<'step-update'> = {};
  @property({ attribute: false }) influence: LensTaskState<'influence'> = {};
  @property() prompt = '';

  /** Index of the prompt whose parts are shown. */
  @state() private chosen = 0;

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('nextStep') && this.chosen >= (this.nextStep.result?.prompts.length ?? 0))
      this.chosen = 0;
  }

  protected override render() {
    const isBusy = this.nextStep.progress !== undefined || this.influence.progress !== undefined;
    const button = (run: LessonsRunEvent['run'], text: string) =>
      html`<button ?disabled=${isBusy} @click=${() => this.dispatchEvent(new LessonsRunEvent(run))}>${text}</button>`;
    const stop = () => this.dispatchEvent(new LessonsRunEvent('stop'));
    return html`
      <div class="parts">
        <section aria-labelledby="step">
          <h3 id="step">${msg('The next step')}</h3>
          <div class="actions">${button('step', msg('Take it on a copy'))}</div>
          ${jobStatus(this.nextStep, stop)}
          ${this.nextStep.result ? lesson(this.nextStep.result) : html`<p>${msg('The step is taken with the run’s optimizer and its state, on the batch that comes next. The model itself stays as it is.')}</p>`}
        </section>
        ${this.nextStep.result ? this.#parts(this.nextStep.result) : nothing}
        <section aria-labelledby="rows">
          <h3 id="rows">${msg(str`Which rows teach the answer to “${this.prompt}”?`)}</h3>
          <div class="actions">${button('influence', msg('Measure the rows of the batch'))}</div>
          ${jobStatus(this.influence, stop)}
          ${this.influence.result ? rowsOf(this.influence.result) : nothing}
          <p>
            ${msg('The product of two gradients estimates what a step on a row does to the answer’s loss (TracIn, Pruthi et al. 2020). Beside it the exact change, by one plain gradient step with the row alone (about as long as a step of training), and by one with the batch without it. One step of one batch: what earlier rows taught is not in it.')}
          </p>
        </section>
      </div>
    `;
  }

  #parts({ prompts, agreement }: Update): TemplateResult {
    const choose = (event: Event) => {
      this.chosen = (event.target as HTMLSelectElement).selectedIndex;
    };
    return html`<section class="beside" aria-labelledby="split">
      <h3 id="split">${msg('What the update of each part does')}</h3>
      <label class="prompt">
        <span>${msg('after')}</span>
        <select @change=${choose}>
          ${prompts.map(({ text }, p) => html`<option ?selected=${p === this.chosen}>${text}</option>`)}
        </select>
      </label>
      ${partUpdates(prompts[this.chosen])}
      <p>
        ${msg(html`<i>Exact</i>: with the update of this part alone. <i>Estimate</i>: gradient · update, a ring on each bar; over all parts and prompts both correlate with ${share(agreement)}. <i>Directly</i>: only the unembedding reads what the part writes at the last token, and the tokens named are those whose logits this changes most. Parts also change what each other’s update does, so their exact changes do not add up to the step’s.`)}
      </p>
    </section>`;
  }
}

function lesson({ step, learningRate, isFresh, loss, prompts, blocks, weights }: Update): TemplateResult {
  const widest = Math.max(...blocks.map(({ share }) => share), 1e-12);
  return html`
    <p>
      ${msg(str`Step ${formatInteger(step)}, learning rate ${formatSignificant(learningRate)}: the batch has a loss of ${formatFixed(loss, 3)} nats. ${isFresh ? msg('The optimizer starts anew: the model was opened without its state.') : ''}`)}
    </p>
    <table class="prompts">
      <caption>${msg('The token that each prompt’s prediction moves most')}</caption>
      <thead><tr><th scope="col">${msg('prompt')}</th><th scope="col">${msg('token')}</th><th scope="col">${msg('before')}</th><th scope="col">${msg('after')}</th></tr></thead>
      <tbody>
        ${[...prompts]
          .sort((one, other) => other.kl - one.kl)
          .slice(0, 6)
          .map(
            ({ text, moved: [token] }) => html`<tr>
              <th scope="row">${text}</th>
              <td>${tokenLabel(token.text)}</td>
              <td>${formatPercent(token.before)}</td>
              <td class=${token.after > token.before ? 'more' : 'less'}>${formatPercent(token.after)}</td>
            </tr>`,
          )}
      </tbody>
    </table>
    <table class="blocks">
      <caption>${msg('How far weights move, in shares of their length')}</caption>
      <tbody>
        ${blocks.map(
          ({ name, share }) => html`<tr>
            <th scope="row">${name}</th>
            <td class="wide"><i style=${`inline-size: ${((100 * share) / widest).toFixed(1)}%`}></i></td>
            <td>${formatSignificant(100 * share)} %</td>
          </tr>`,
        )}
      </tbody>
    </table>
    <lab-data-table
      label=${msg('Show all weights as a table')}
      .data=${() => ({
        caption: msg('Update of each matrix and vector'),
        columns: [msg('weights'), msg('length of the update'), msg('of their length')],
        rows: weights.map(({ name, update, share }) => ({
          name,
          cells: [formatSignificant(update), `${formatSignificant(100 * share)} %`],
        })),
      })}
    ></lab-data-table>
  `;
}

/** Correlations are undefined where nothing changes. */
const share = (r: number): string => (Number.isNaN(r) ? msg('undefined') : formatFixed(r, 3));

function rowsOf(influence: Influence): TemplateResult {
  const { answer, loss, rate, rows, correlations, batchStep } = influence;
  const shown = rows.length <= 2 * LISTED ? rows : [...rows.slice(0, LISTED), ...rows.slice(-LISTED)];
  const agreement = msg(
    str`Correlation of estimates and single steps: ${share(correlations.alone)}, with rows left out ${share(correlations.leftOut)}; of shared tokens and single steps ${share(correlations.shared)}.`,
  );
  return html`
    <p>
      ${msg(str`“${tokenLabel(answer.text)}” has a loss of ${formatFixed(loss, 4)} nats; steps of rate ${formatSignificant(rate)} on ${rows.length} rows of the batch of step ${formatInteger(batchStep)}.`)}
    </p>
    ${scatter(rows, agreement)}
    <p>${agreement}</p>
    ${Math.max(...rows.map(({ alone }) => Math.abs(alone))) < RESOLVED ? html`<p>${msg('The answer is so certain that 32 bits hardly resolve these changes: take a prompt that is less certain.')}</p>` : nothing}
    <table>
      <caption>${msg('Change of the answer’s loss: rows that teach it most, and that teach most against it')}</caption>
      <thead><tr><th scope="col">${msg('row')}</th><th scope="col">${msg('estimate')}</th><th scope="col">${msg('alone')}</th><th scope="col">${msg('left out')}</th></tr></thead>
      <tbody>
        ${shown.map(
          ({ text, estimate, alone, leftOut }) => html`<tr>
            <th scope="row" class="text" title=${text}>${text}</th>
            ${[estimate, alone, leftOut].map((change) => html`<td class=${change < 0 ? 'more' : 'less'}>${formatSignedFixed(change, DECIMALS)}</td>`)}
          </tr>`,
        )}
      </tbody>
    </table>
    <lab-data-table
      label=${msg('Show all rows as a table')}
      .data=${() => ({
        caption: msg('Influence of the rows'),
        columns: [msg('row'), msg('estimate'), msg('alone'), msg('left out'), msg('shared tokens')],
        rows: rows.map(({ text, estimate, alone, leftOut, shared }) => ({
          name: text,
          cells: [
            ...[estimate, alone, leftOut].map((change) => formatSignedFixed(change, DECIMALS + 2)),
            formatInteger(shared),
          ],
        })),
      })}
    ></lab-data-table>
  `;
}

function scatter(rows: Influence['rows'], label: string): TemplateResult {
  const most = Math.max(
    ...rows.flatMap(({ estimate, alone }) => [Math.abs(estimate), Math.abs(alone)]),
    1e-12,
  );
  const { width, height, left, right, top, bottom } = SIZE;
  const x = (value: number) => left + ((value / most + 1) / 2) * (width - left - right);
  const y = (value: number) => top + ((1 - value / most) / 2) * (height - top - bottom);
  return html`<svg viewBox="0 0 ${width} ${height}" role="img" aria-label=${label}>
    <line x1=${x(-most)} x2=${x(most)} y1=${y(0)} y2=${y(0)} />
    <line x1=${x(0)} x2=${x(0)} y1=${y(-most)} y2=${y(most)} />
    <line class="same" x1=${x(-most)} x2=${x(most)} y1=${y(-most)} y2=${y(most)} />
    ${rows.map(
      ({ text, estimate, alone }) =>
        svg`<circle class=${alone < 0 ? 'more' : 'less'} cx=${x(estimate)} cy=${y(alone)} r="4"><title>${text}</title></circle>`,
    )}
    <text x=${width - right} y=${height - 8} text-anchor="end">${msg('estimate')}</text>
    <text x=${x(0) + 6} y=${top + 6}>${msg('exact, row alone')}</text>
  </svg>`;
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-lessons': Lessons;
  }
}
