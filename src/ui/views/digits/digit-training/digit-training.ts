// Training of the digit network: cost and accuracy by step, confusion matrix, and most confident errors.

import { msg, str } from '@lit/localize';
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { styleMap } from 'lit/directives/style-map.js';
import { smoothLosses } from '../../../../shared/history/series.ts';
import type { DigitRequest, DigitTest } from '../../../../workers/rpc/api/lab-api.ts';
import '../../../controls/digit-settings/digit-settings.ts';
import { DigitNetworkEvent, type RunAction, RunActionEvent } from '../../../events/index.ts';
import { baseStyles } from '../../../styles/base.styles.ts';
import { panelStyles } from '../../../styles/panel.styles.ts';
import type { DigitImages, DigitState } from '../../../types/digits.ts';
import '../digit-gallery/digit-gallery.ts';
import '../../charts/line-chart/line-chart.ts';
import { formatInteger, formatPercent } from '../../../format/numbers.ts';
import { formatSignificant } from '../../../format/quantities.ts';
import { engineText } from '../../../languages/engine-text.ts';
import type { ChartLine } from '../../charts/line-chart/chart-data.ts';
import { liveRegionMode } from '../../status/live-region.ts';

const DIGITS = Array.from({ length: 10 }, (_, digit) => digit);
/** Window of the smoothed cost, in steps. */
const SMOOTHING_STEPS = 100;

/** Of each preset. */
const NEW: Readonly<Record<string, string>> = {
  digits: msg('New: the network of the videos'),
  'digits-relu': msg('New: a modern variant'),
};

/**
 * @summary Trains the digit network and shows its results.
 *
 * @property digits - State of the digit network.
 * @property test - Result on the test images.
 * @property misclassified - Images of the errors that `test` lists.
 * @property request - Settings of the next network.
 * @property applied - Whether these are the settings of the current network.
 * @fires lab-run - Training is started or paused.
 * @fires lab-digit-settings - The settings are changed.
 * @fires lab-digit-network - A new network is requested.
 * @cssproperty [--key=#5cd0b3] - Correct cells of the confusion matrix.
 * @cssproperty [--value=#fc7a6b] - Errors in the confusion matrix.
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
  @property({ attribute: false }) misclassified?: DigitImages;
  @property({ attribute: false }) request: DigitRequest = { preset: 'digits' };
  @property({ type: Boolean }) applied = true;

  protected override render() {
    return html`
      <section class="card" aria-label=${msg('Training')}>${this.#controls()} ${this.#curves()}</section>
      <lab-digit-settings
        .request=${this.request}
        .presets=${this.digits.presets}
        .limits=${this.digits.limits}
        .problems=${this.applied ? [] : this.digits.problems}
        .isApplied=${this.applied}
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
          ? html`<button @click=${act('pause')}>${msg('Pause')}</button>`
          : html`<button class="primary" @click=${act(this.#isDone ? 'retrain' : 'train')}
              >${this.#isDone ? msg('Train from random weights') : msg('Train')}</button>`
      }
      ${presets.map(
        ({ name, title, description }) => html`<button title=${engineText(description)} ?disabled=${isPending}
          @click=${() => this.dispatchEvent(new DigitNetworkEvent({ preset: name }))}>${NEW[name] ?? title}</button>`,
      )}
    </div>`;
  }

  #curves(): TemplateResult {
    const { run, series, evaluations, step, isBundled } = this.digits;
    if (series.points.length === 0)
      return html`<p class="explained">${
        isBundled
          ? msg(
              'This network is pretrained and has no training history. Train one from random weights to see its curves.',
            )
          : msg('No training steps yet.')
      }</p>`;
    const steps = Math.max(run?.training.steps ?? 1, 1);
    const smooth = smoothLosses(series, SMOOTHING_STEPS);
    const latestAccuracy = formatPercent(evaluations.at(-1)?.test.accuracy ?? 0);
    return html`<div class="columns">
      <div><h2>${msg('Cost')}</h2><lab-line-chart .lines=${costLines(this.digits, smooth)} .steps=${steps} .format=${formatSignificant} .summary=${msg(str`Cost over ${formatInteger(step)} steps, now ${formatSignificant(smooth.at(-1) ?? 0)}.`)}></lab-line-chart></div>
      <div><h2>${msg('Accuracy')}</h2><lab-line-chart .lines=${accuracyLines(this.digits)} .steps=${steps} .yMax=${1} .format=${formatPercent} .summary=${msg(str`Accuracy over ${formatInteger(step)} steps, now ${latestAccuracy} on the test images.`)}></lab-line-chart></div>
    </div>`;
  }

  get #isDone(): boolean {
    return (
      this.digits.runState === 'finished' || this.digits.runState === 'diverged' || this.digits.isBundled
    );
  }

  #testResults(test: DigitTest): TemplateResult {
    return html`<div class="columns">${this.#confusionMatrix(test)} ${this.#errors(test)}</div>`;
  }

  #confusionMatrix({ accuracy, count, cost, step, confusion }: DigitTest): TemplateResult {
    const maxCorrect = Math.max(...confusion.data, 1);
    const maxMistakes = Math.max(1, ...confusion.data.filter((_, i) => i % 11 !== 0));
    const cell = (label: number, prediction: number) => {
      const images = confusion.data[label * 10 + prediction];
      const isCorrect = label === prediction;
      const shade = `${Math.round((60 * images) / (isCorrect ? maxCorrect : maxMistakes))}%`;
      return html`<td class="count ${isCorrect ? 'right' : 'wrong'}" style=${styleMap({ '--share': shade })}>${formatInteger(images)}</td>`;
    };
    return html`<section class="card" aria-label=${msg('Confusion matrix')}>
      <h2>${msg('Confusion matrix')}</h2>
      <p role="status" aria-live=${liveRegionMode(this.digits)}>${msg(html`Accuracy <b class="accuracy">${formatPercent(accuracy)}</b> on ${formatInteger(count)} test images, mean cost ${formatSignificant(cost)}, at step ${formatInteger(step)}`)}</p>
      <div class="scroll" tabindex="0" role="region" aria-label=${msg('Table of labels and predictions')}>
        <table class="confusion">
          <caption class="visually-hidden">${msg('Rows: label; columns: prediction; cells: number of test images')}</caption>
          <thead><tr><th scope="col">${msg('label')}</th>${DIGITS.map((prediction) => html`<th scope="col">${prediction}</th>`)}</tr></thead>
          <tbody>${DIGITS.map((label) => html`<tr><th scope="row">${label}</th>${DIGITS.map((prediction) => cell(label, prediction))}</tr>`)}</tbody>
        </table>
      </div>
      <p class="explained">${msg('Rows are labels, columns are predictions, cells count test images. Green: correct. Red: errors, more intense where they are frequent.')}</p>
    </section>`;
  }

  #errors({ wrong }: DigitTest): TemplateResult {
    return html`<section class="card" aria-label=${msg('Most confident errors')}>
      <h2>${msg('Most confident errors')}</h2>
      ${
        wrong.length === 0
          ? html`<p class="explained">${msg('No errors.')}</p>`
          : html`<lab-digit-gallery class="noted" inert .images=${this.misclassified}
              .caption=${(i: number) => msg(str`${wrong[i]?.label} read as ${wrong[i]?.answer}`)}></lab-digit-gallery>`
      }
      <p class="explained">${msg(str`The ${wrong.length} misclassified test images with the largest outputs.`)}</p>
    </section>`;
  }
}

function costLines({ series, evaluations }: DigitState, smooth: readonly number[]): ChartLine[] {
  return [
    {
      name: msg('batch'),
      colour: 'blue',
      style: 'faint',
      points: series.points.map(({ step, loss }) => [step, loss]),
    },
    {
      name: msg('smoothed'),
      colour: 'blue',
      style: 'line',
      points: series.points.map(({ step }, i) => [step, smooth[i]]),
    },
    {
      name: msg('test images'),
      colour: 'yellow',
      style: 'dotted',
      points: evaluations.map(({ step, test }) => [step, test.cost]),
    },
  ];
}

function accuracyLines({ evaluations }: DigitState): ChartLine[] {
  return [
    {
      name: msg('training images'),
      colour: 'teal',
      style: 'line',
      points: evaluations.map(({ step, train }) => [step, train.accuracy]),
    },
    {
      name: msg('test images'),
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
