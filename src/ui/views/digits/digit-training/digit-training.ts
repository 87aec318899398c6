// The digit network learning: cost and accuracy step by step, what it takes for what, and the images it gets wrong.

import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { styleMap } from 'lit/directives/style-map.js';
import { smoothLosses } from '../../../../shared/history/series.ts';
import type { DigitRequest, DigitTest } from '../../../../workers/rpc/api/lab-api.ts';
import '../../../controls/digit-settings/digit-settings.ts';
import { DigitNetworkEvent, type RunAction, RunActionEvent } from '../../../events.ts';
import { baseStyles } from '../../../styles/base.styles.ts';
import { panelStyles } from '../../../styles/panel.styles.ts';
import type { DigitImages, DigitState } from '../../../types/digits.ts';
import '../digit-gallery/digit-gallery.ts';
import '../../charts/line-chart/line-chart.ts';
import { formatInteger, formatPercent } from '../../../format/numbers.ts';
import { formatSignificant } from '../../../format/quantities.ts';
import type { ChartLine } from '../../charts/line-chart/chart-data.ts';
import { liveRegionMode } from '../../status/live-region.ts';

const DIGITS = Array.from({ length: 10 }, (_, digit) => digit);
/** Steps over which the line of the cost is smoothed. */
const SMOOTHING_STEPS = 100;

/**
 * @property digits - the run
 * @property test - over the test images
 * @property wrong - images it gets wrong, as many as `test` lists
 * @property request - the network asked for, made or not
 * @property made - whether it is the one on the page
 * @fires lab-run - it is to be trained, or to pause
 * @fires lab-digit-settings - another network is asked for
 * @fires lab-digit-network - a fresh network is to be made
 */
@customElement('lab-digit-training')
export class DigitTraining extends LitElement {
  static override styles = [
    baseStyles,
    panelStyles,
    css`
      .confusion th,
      .confusion td {
        padding: var(--space-2xs) var(--space-3xs);
        font-size: var(--size-small);
        text-align: center;
      }

      .confusion td {
        border-radius: var(--radius-tiny);
      }

      .confusion .right {
        --cell: var(--key);
      }

      .confusion .wrong {
        --cell: var(--value);
      }

      .confusion .count {
        background: color-mix(in srgb, var(--cell) var(--share), transparent);
      }
    `,
  ];

  @property({ attribute: false }) digits!: DigitState;
  @property({ attribute: false }) test?: DigitTest;
  @property({ attribute: false }) wrong?: DigitImages;
  @property({ attribute: false }) request: DigitRequest = { preset: 'digits' };
  @property({ type: Boolean }) made = true;

  protected override render() {
    return html`
      <section class="card" aria-label="Training">${this.#controls()} ${this.#curves()}</section>
      <lab-digit-settings
        .request=${this.request}
        .presets=${this.digits.presets}
        .limits=${this.digits.limits}
        .problems=${this.made ? [] : this.digits.problems}
        .isApplied=${this.made}
        .isPending=${this.digits.isPending}
      ></lab-digit-settings>
      ${this.test ? this.#testResults(this.test) : nothing}
    `;
  }

  #controls(): TemplateResult {
    const { presets, runState, isPending } = this.digits;
    const act = (action: RunAction) => () => this.dispatchEvent(new RunActionEvent(action));
    return html`<div class="controls">
      ${
        runState === 'training'
          ? html`<button @click=${act('pause')}>Pause</button>`
          : html`<button class="primary" @click=${act(this.#isDone ? 'retrain' : 'train')}
              >${this.#isDone ? 'Train from random weights' : 'Train'}</button>`
      }
      ${presets.map(
        ({ name, title, description }) => html`<button title=${description} ?disabled=${isPending}
          @click=${() => this.dispatchEvent(new DigitNetworkEvent({ preset: name }))}>Fresh: ${title.toLowerCase()}</button>`,
      )}
    </div>`;
  }

  #curves(): TemplateResult {
    const { run, series, evaluations, step, isBundled } = this.digits;
    if (series.points.length === 0)
      return html`<p class="explained">${
        isBundled
          ? 'This network came trained with the page: its curves were not drawn here. Train one from random weights and watch.'
          : 'No step was taken yet.'
      }</p>`;
    const steps = Math.max(run?.training.steps ?? 1, 1);
    const smooth = smoothLosses(series, SMOOTHING_STEPS);
    const latestAccuracy = formatPercent(evaluations.at(-1)?.test.accuracy ?? 0);
    return html`<div class="columns">
      <div><h2>Cost</h2><lab-line-chart .lines=${costLines(this.digits, smooth)} .steps=${steps} .format=${formatSignificant} .summary=${`Cost over ${formatInteger(step)} steps, now ${formatSignificant(smooth.at(-1) ?? 0)}.`}></lab-line-chart></div>
      <div><h2>Right answers</h2><lab-line-chart .lines=${accuracyLines(this.digits)} .steps=${steps} .yMax=${1} .format=${formatPercent} .summary=${`Share of right answers, now ${latestAccuracy} of the test images.`}></lab-line-chart></div>
    </div>`;
  }

  get #isDone(): boolean {
    return (
      this.digits.runState === 'finished' || this.digits.runState === 'diverged' || this.digits.isBundled
    );
  }

  #testResults(test: DigitTest): TemplateResult {
    const { accuracy, count, cost, step, wrong, confusion } = test;
    const maxCorrect = Math.max(...confusion.data, 1);
    const maxMistakes = Math.max(1, ...confusion.data.filter((_, i) => i % 11 !== 0));
    const cell = (label: number, answer: number) => {
      const cases = confusion.data[label * 10 + answer];
      const right = label === answer;
      const shade = `${Math.round((60 * cases) / (right ? maxCorrect : maxMistakes))}%`;
      return html`<td class="count ${right ? 'right' : 'wrong'}" style=${styleMap({ '--share': shade })}>${formatInteger(cases)}</td>`;
    };
    return html`<div class="columns">
      <section class="card" aria-label="What it takes for what">
        <h2>What it takes for what</h2>
        <p role="status" aria-live=${liveRegionMode(this.digits)}><b class="accuracy">${formatPercent(accuracy)}</b> of ${formatInteger(count)} test images right, mean cost ${formatSignificant(cost)}, at step ${formatInteger(step)}</p>
        <div class="scroll" tabindex="0" role="region" aria-label="Confusion matrix">
          <table class="confusion">
            <caption class="visually-hidden">Rows: the label; columns: the network’s answer; counts of test images</caption>
            <thead><tr><th scope="col">label</th>${DIGITS.map((answer) => html`<th scope="col">${answer}</th>`)}</tr></thead>
            <tbody>${DIGITS.map((label) => html`<tr><th scope="row">${label}</th>${DIGITS.map((answer) => cell(label, answer))}</tr>`)}</tbody>
          </table>
        </div>
        <p class="explained">Counts of test images, a row for each label, a column for each answer: green on the diagonal are right, red are mistakes, strongest where most are made.</p>
      </section>
      <section class="card" aria-label="Images it gets wrong">
        <h2>Wrong, and sure of it</h2>
        ${
          wrong.length === 0
            ? html`<p class="explained">It makes no mistake.</p>`
            : html`<lab-digit-gallery class="noted" inert .images=${this.wrong}
                .caption=${(place: number) => `${wrong[place]?.label} read as ${wrong[place]?.answer}`}></lab-digit-gallery>`
        }
        <p class="explained">The ${wrong.length} mistakes with the brightest outputs. Some of them would puzzle you too.</p>
      </section>
    </div>`;
  }
}

function costLines({ series, evaluations }: DigitState, smooth: readonly number[]): ChartLine[] {
  return [
    {
      name: 'each batch',
      colour: 'blue',
      style: 'faint',
      points: series.points.map(({ step, loss }) => [step, loss]),
    },
    {
      name: 'its trend',
      colour: 'blue',
      style: 'line',
      points: series.points.map(({ step }, i) => [step, smooth[i]]),
    },
    {
      name: 'test images',
      colour: 'yellow',
      style: 'dotted',
      points: evaluations.map(({ step, test }) => [step, test.cost]),
    },
  ];
}

function accuracyLines({ evaluations }: DigitState): ChartLine[] {
  return [
    {
      name: 'learnt from',
      colour: 'teal',
      style: 'line',
      points: evaluations.map(({ step, train }) => [step, train.accuracy]),
    },
    {
      name: 'test images',
      colour: 'yellow',
      style: 'dotted',
      points: evaluations.map(({ step, test }) => [step, test.accuracy]),
    },
  ];
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-digit-training': DigitTraining;
  }
}
