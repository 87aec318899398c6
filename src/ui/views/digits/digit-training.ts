// Training of the digit network: cost and accuracy by step, confusion matrix, and most confident errors.

import { msg, str } from '@lit/localize';
import { css, html, nothing, type TemplateResult } from 'lit';
import { smoothLosses } from '../../../shared/history/series.ts';
import type { DigitRequest, DigitTest } from '../../../workers/rpc/api/lab-api.ts';
import '../../controls/digit-settings/digit-settings.ts';
import { DigitNetworkEvent, type RunAction, RunActionEvent } from '../../events/index.ts';
import { card, note } from '../../figures/card.ts';
import { emit } from '../../figures/emit.ts';
import { numberTable } from '../../figures/number-table.ts';
import { formatInteger, formatPercent } from '../../format/numbers.ts';
import { formatSignificant } from '../../format/quantities.ts';
import { engineText } from '../../languages/engine-text.ts';
import type { DigitImages, DigitState } from '../../types/digits.ts';
import type { ChartLine } from '../charts/line-chart/chart-data.ts';
import '../charts/line-chart/line-chart.ts';
import { liveRegionMode } from '../status/live-region.ts';
import { digitGallery } from './digit-gallery.ts';

/** Window of the smoothed cost, in steps. */
const SMOOTHING_STEPS = 100;

/** Of each preset. */
const NEW: Readonly<Record<string, string>> = {
  digits: msg('New: the network of the videos'),
  'digits-relu': msg('New: a modern variant'),
};

export const digitTrainingStyles = css`
  .confusion {
    th,
    td {
      padding: var(--space-2xs) var(--space-3xs);
      font-size: var(--size-small);
      text-align: center;
    }

    td {
      border-radius: var(--radius-tiny);
    }
  }
`;

interface Results {
  readonly test: DigitTest;
  /** Images of the errors that `test` lists. */
  readonly misclassified: DigitImages;
}

/** @param draft settings of the next network */
export function digitTraining(
  digits: DigitState,
  { test, misclassified }: Results,
  { request, isApplied }: { readonly request: DigitRequest; readonly isApplied: boolean },
): TemplateResult {
  return html`
    ${card(msg('Training'), nothing, controls(digits), curves(digits))}
    <lab-digit-settings
      .request=${request}
      .presets=${digits.presets}
      .limits=${digits.limits}
      .problems=${isApplied ? [] : digits.problems}
      .isApplied=${isApplied}
      .isPending=${digits.isPending}
    ></lab-digit-settings>
    <div class="columns" data-figure>${confusionMatrix(test, digits)} ${errors(test, misclassified)}</div>
  `;
}

function controls({ presets, runState, isPending, isBundled }: DigitState): TemplateResult {
  const act = (action: RunAction) => emit(() => new RunActionEvent(action));
  const isDone = runState === 'finished' || runState === 'diverged' || isBundled;
  return html`<div class="controls">
    ${
      runState === 'training'
        ? html`<button @click=${act('pause')}>${msg('Pause')}</button>`
        : html`<button class="primary" @click=${act(isDone ? 'retrain' : 'train')}
            >${isDone ? msg('Train from random weights') : msg('Train')}</button>`
    }
    ${presets.map(
      ({ name, title, description }) => html`<button title=${engineText(description)} ?disabled=${isPending}
        @click=${emit(() => new DigitNetworkEvent({ preset: name }))}>${NEW[name] ?? title}</button>`,
    )}
  </div>`;
}

function curves(digits: DigitState): TemplateResult {
  const { run, series, evaluations, step, isBundled } = digits;
  if (series.points.length === 0)
    return note(
      isBundled
        ? msg(
            'This network is pretrained and has no training history. Train one from random weights to see its curves.',
          )
        : msg('No training steps yet.'),
    );
  const steps = Math.max(run?.training.steps ?? 1, 1);
  const smooth = smoothLosses(series, SMOOTHING_STEPS);
  const latestAccuracy = formatPercent(evaluations.at(-1)?.test.accuracy ?? 0);
  return html`<div class="columns">
    <div><h2>${msg('Cost')}</h2><lab-line-chart .lines=${costLines(digits, smooth)} .steps=${steps} .format=${formatSignificant} .summary=${msg(str`Cost over ${formatInteger(step)} steps, now ${formatSignificant(smooth.at(-1) ?? 0)}.`)}></lab-line-chart></div>
    <div><h2>${msg('Accuracy')}</h2><lab-line-chart .lines=${accuracyLines(digits)} .steps=${steps} .yMax=${1} .format=${formatPercent} .summary=${msg(str`Accuracy over ${formatInteger(step)} steps, now ${latestAccuracy} on the test images.`)}></lab-line-chart></div>
  </div>`;
}

function confusionMatrix({ accuracy, count, cost, step, confusion }: DigitTest, digits: DigitState) {
  const labels = Array.from({ length: 10 }, (_, digit) => digit);
  const images = (label: number, prediction: number) => confusion.data[label * 10 + prediction];
  const maxCorrect = Math.max(...confusion.data, 1);
  const maxMistakes = Math.max(1, ...confusion.data.filter((_, i) => i % 11 !== 0));
  const shade = (label: number, prediction: number) => {
    const [colour, most] = label === prediction ? ['--key', maxCorrect] : ['--value', maxMistakes];
    return `color-mix(in srgb, var(${colour}) ${Math.round((60 * images(label, prediction)) / most)}%, transparent)`;
  };
  return card(
    msg('Confusion matrix'),
    msg('Confusion matrix'),
    html`<p role="status" aria-live=${liveRegionMode(digits)}>${msg(html`Accuracy <b class="accuracy">${formatPercent(accuracy)}</b> on ${formatInteger(count)} test images, mean cost ${formatSignificant(cost)}, at step ${formatInteger(step)}`)}</p>`,
    numberTable(labels, {
      kind: 'confusion',
      caption: msg('Rows: label; columns: prediction; cells: number of test images'),
      isCaptionHidden: true,
      scrolls: msg('Table of labels and predictions'),
      names: { heading: msg('label'), cell: (label) => label },
      columns: labels.map((prediction) => ({
        heading: prediction,
        cell: (label) => formatInteger(images(label, prediction)),
        shade: (label) => shade(label, prediction),
      })),
    }),
    note(
      msg(
        'Rows are labels, columns are predictions, cells count test images. Green: correct. Red: errors, more intense where they are frequent.',
      ),
    ),
  );
}

const errors = ({ wrong }: DigitTest, misclassified: DigitImages) =>
  card(
    msg('Most confident errors'),
    msg('Most confident errors'),
    wrong.length === 0
      ? note(msg('No errors.'))
      : digitGallery(misclassified, {
          isInert: true,
          caption: (i) => msg(str`${wrong[i]?.label} read as ${wrong[i]?.answer}`),
        }),
    note(msg(str`The ${wrong.length} misclassified test images with the largest outputs.`)),
  );

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
