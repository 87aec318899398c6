// Beside the map: one probe in detail, the accuracy over the depth of the network, and a way to steer with the probe's direction.

import { msg, str } from '@lit/localize';
import { html, LitElement, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { offsetText } from '../../../../../shared/offset-text.ts';
import { PromptChangeEvent } from '../../../../events/index.ts';
import { smallPlot } from '../../../../figures/small-plot.ts';
import { formatInterval } from '../../../../format/lists.ts';
import { formatInteger, formatPercent } from '../../../../format/numbers.ts';
import { tokenLabel } from '../../../../format/token-label.ts';
import { engineText } from '../../../../languages/engine-text.ts';
import { baseStyles } from '../../../../styles/base.styles.ts';
import { mapPanelStyles } from '../../../../styles/map-panel.styles.ts';
import type { TableData } from '../../../../types/table.ts';
import type { TaskState } from '../../../../types/task.ts';
import { chanceOf } from './chance.ts';
import '../../../../views/charts/data-table/data-table.ts';
import { jobStatus } from '../../../../views/status/job-status.ts';
import { weightsText } from '../../../../views/status/weights-text.ts';
import { depthPlotStyles } from '../depth-plot.styles.ts';
import { ProbeSteerEvent, ProbesRunEvent } from './events.ts';
import type { Probes } from './places.ts';
import { probesPanelStyles } from './probes-panel.styles.ts';

type Detail = Probes['detail'];

/** Classes whose confusion is a table; of more, the pairs that are confused most are listed. */
const TABLE_CLASSES = 5;
const LISTED = 6;

/**
 * @summary What linear probes read of a property of words, and with which controls.
 *
 * @property probes - All probes of the label.
 * @property detail - The one that is shown.
 * @property hasWord - Whether the prompt has a labelled word.
 * @property detailTask - The fit of another one, or why it failed.
 * @property isCurrent - Whether they are of the weights that the map shows.
 * @property step - Step of the weights that the map shows.
 * @property task - The computation that runs, or why it failed.
 * @slot along - The probe along the checkpoints of the training.
 * @fires lab-probes-run - Fitting is started or stopped.
 * @fires lab-probe-steer - The probe's direction between two classes is to be steered with.
 * @fires lab-prompt - A sentence with a labelled word is to be read.
 */
@customElement('lab-probes-panel')
export class ProbesPanel extends LitElement {
  static override styles = [baseStyles, mapPanelStyles, depthPlotStyles, probesPanelStyles];

  @property({ attribute: false }) probes?: Probes;
  @property({ attribute: false }) detail?: Detail;
  @property({ type: Boolean, attribute: 'has-word' }) hasWord = true;
  @property({ attribute: false }) detailTask: TaskState = {};
  @property({ type: Boolean, attribute: 'is-current' }) isCurrent = false;
  @property({ type: Number }) step = 0;
  @property({ attribute: false }) task: TaskState = {};

  @state() private from = 0;
  @state() private to = 1;

  override render() {
    const { probes, detail = probes?.detail } = this;
    return html`
      ${probes ? this.#summary(probes) : html`<h2>${msg('Probes')}</h2>`}
      ${jobStatus(this.task, () => this.dispatchEvent(new ProbesRunEvent('stop')))}
      ${
        this.task.progress === undefined && (probes === undefined || !this.isCurrent)
          ? html`<div class="actions">
              <button class="primary" @click=${() => this.dispatchEvent(new ProbesRunEvent('fit'))}>
                ${probes ? msg(str`Fit again${probes.step === this.step ? '' : msg(str` at step ${formatInteger(this.step)}`)}`) : msg('Fit probes')}
              </button>
            </div>`
          : nothing
      }
      ${jobStatus(this.detailTask, () => this.dispatchEvent(new ProbesRunEvent('stop')))}
      ${probes && detail ? this.#detail(probes, detail) : nothing}
      <slot name="along"></slot>
      <p>
        ${msg('A linear probe (Alain & Bengio 2016; ridge regression) is fitted at each place on four fifths of the words and scored on the rest. Tokens beside the words, such as first names, may occur in both: what they give by themselves stands beside the score. Probes of labels shuffled between words say what a probe reads without a property to read (after Hewitt & Liang 2019). That a probe reads something does not show that the model uses it: steer with its direction to find out.')}
      </p>
    `;
  }

  #summary(probes: Probes) {
    const { set, description, sentences, groups, example, classes, places, shuffledBest, step } = probes;
    return html`
      <h2>${msg(str`${engineText(set)}: ${classes.length} classes`)}</h2>
      <p>${msg(str`${engineText(description)} ${formatInteger(sentences)} sentences in ${formatInteger(groups)} groups.`)}</p>
      ${this.isCurrent ? nothing : html`<p>${msg(str`These probes belong to ${weightsText(step, this.step)}.`)}</p>`}
      ${
        this.hasWord
          ? nothing
          : html`<div class="actions">
              <button @click=${() => this.dispatchEvent(new PromptChangeEvent(example))}>${msg(str`Read “${example}”`)}</button>
            </div>`
      }
      ${depthPlot(probes)}
      <p>
        ${msg(str`The best of ${places.length} places is chosen after the fact. With shuffled labels the best reaches ${formatPercent(chanceOf(probes))} at most, in ${shuffledBest.length} shuffles: only what is beyond is above chance. Intervals are of one place each.`)}
      </p>
      <lab-data-table .data=${() => placesTable(places)}></lab-data-table>
    `;
  }

  #detail({ classes, step, rule }: Probes, { place, confusion, missed, weights }: Detail) {
    const names = classes.map(tokenLabel);
    const [from, to] = twoClasses(this.from, this.to, classes.length);
    const choice = (label: string, chosen: number, set: (index: number) => void) => html`<label>
      <span>${label}</span>
      <select @change=${(event: Event) => set(Number((event.target as HTMLSelectElement).value))}>
        ${names.map((name, i) => html`<option value=${i} .selected=${i === chosen}>${name}</option>`)}
      </select>
    </label>`;
    return html`
      <h2>${msg(str`The probe ${place.meaning}, ${offsetText(place.offset)}`)}</h2>
      <table class="scores">
        <caption class="visually-hidden">${msg('Score of the probe')}</caption>
        <tbody>
          <tr><th scope="row">${msg('held-out words')}</th><td>${formatPercent(place.accuracy)}</td><td>${formatInterval(place.interval, formatPercent)}</td></tr>
          <tr><th scope="row">${msg('shuffled labels')}</th><td>${formatPercent(place.shuffled)}</td><td>${msg(str`highest ${formatPercent(place.shuffledHighest)}`)}</td></tr>
          <tr><th scope="row">${msg('token there, looked up')}</th><td>${formatPercent(place.lookup)}</td><td>${msg(str`${formatPercent(place.seen)} seen in training`)}</td></tr>
          <tr><th scope="row">${msg('most frequent class')}</th><td>${formatPercent(place.majority)}</td><td></td></tr>
          ${
            rule && place.asRule !== undefined
              ? html`<tr><th scope="row">${msg(str`read as ${engineText(rule.label)}`)}</th><td>${formatPercent(place.asRule)}</td><td>${msg(str`right in ${formatPercent(rule.right)}`)}</td></tr>`
              : nothing
          }
        </tbody>
      </table>
      ${classes.length <= TABLE_CLASSES ? confusionTable(names, confusion) : confusedPairs(names, confusion)}
      ${
        missed.length > 0
          ? html`<p>${msg(
              str`Misread most: ${missed
                .slice(0, LISTED)
                .map(({ group, wrong, of }) => msg(str`${group} (${wrong} of ${of})`))
                .join(', ')}.`,
            )}</p>`
          : nothing
      }
      ${
        this.isCurrent
          ? html`<div class="actions steer">
              ${choice('from', from, (index) => {
                if (index === to) this.to = from;
                this.from = index;
              })}
              ${choice('to', to, (index) => {
                if (index === from) this.from = to;
                this.to = index;
              })}
              <button
                @click=${() =>
                  this.dispatchEvent(
                    new ProbeSteerEvent({
                      name: msg(str`probe of step ${formatInteger(step)}: ${names[from]} → ${names[to]}`),
                      vector: weights[to].map((value, i) => value - weights[from][i]),
                      place: place.name,
                    }),
                  )}
              >${msg('Steer with this probe')}</button>
            </div>`
          : nothing
      }
    `;
  }
}

/** Two different ones of `count` classes; the labels before may have had more. */
export function twoClasses(from: number, to: number, count: number): [from: number, to: number] {
  const first = from < count ? from : 0;
  return [first, to < count && to !== first ? to : Number(first === 0)];
}

function confusionTable(names: readonly string[], confusion: Detail['confusion']) {
  return html`<table class="confusion">
    <caption>${msg('Held-out sentences: class, and what it is read as')}</caption>
    <thead><tr><th scope="col"><span class="visually-hidden">${msg('class')}</span></th>${names.map((name) => html`<th scope="col">${name}</th>`)}</tr></thead>
    <tbody>
      ${confusion.map((row, k) => {
        const total = row.reduce((sum, count) => sum + count, 0) || 1;
        return html`<tr>
          <th scope="row">${names[k]}</th>
          ${row.map(
            (count, j) =>
              html`<td class=${j === k ? 'right' : 'wrong'} style=${`--share: ${Math.round((100 * count) / total)}%`}>${count}</td>`,
          )}
        </tr>`;
      })}
    </tbody>
  </table>`;
}

function confusedPairs(names: readonly string[], confusion: Detail['confusion']) {
  const pairs = confusion
    .flatMap((row, k) => row.map((count, j) => ({ k, j, count })))
    .filter(({ k, j, count }) => k !== j && count > 0)
    .sort((one, other) => other.count - one.count)
    .slice(0, LISTED);
  if (pairs.length === 0) return nothing;
  return html`<p>${msg(str`Confused most: ${pairs.map(({ k, j, count }) => msg(str`${names[k]} read as ${names[j]} (${count})`)).join(', ')}.`)}</p>`;
}

/** Accuracy over depth, a line for each offset, and what the best place reaches with shuffled labels. */
function depthPlot(probes: Probes) {
  const { places } = probes;
  const names = [...new Set(places.map(({ name }) => name))];
  const offsets = [...new Set(places.map(({ offset }) => offset))].sort((a, b) => a - b);
  const line = (offset: number) =>
    names.flatMap((name, stage) => {
      const place = places.find((each) => each.name === name && each.offset === offset);
      return place ? [[stage / Math.max(1, names.length - 1), place.accuracy] as const] : [];
    });
  const chance = chanceOf(probes);
  return html`
    ${smallPlot({
      label: msg(str`Accuracy of probes over depth, ${offsets.map(offsetText).join(', ')}`),
      levels: [0, 0.5, 1].map((at) => ({ at, name: `${100 * at} %` })),
      lines: [
        { kind: 'control', points: [0, 1].map((end) => [end, chance]) },
        ...offsets.map((offset, i) => ({ kind: `line-${i}`, points: line(offset) })),
      ],
      ends: [msg('embedding'), msg('last block')],
    })}
    <ul class="key">
      ${offsets.map((offset, i) => html`<li><i class=${`line-${i}`}></i>${offsetText(offset)}</li>`)}
      <li>${msg(html`<i class="control"></i>the best place of shuffled labels`)}</li>
    </ul>
  `;
}

const placesTable = (places: Probes['places']): TableData => ({
  caption: msg('Probes'),
  columns: [
    msg('place'),
    msg('accuracy'),
    msg('95 % interval'),
    msg('shuffled labels'),
    msg('highest'),
    msg('most frequent class'),
    msg('token looked up'),
    msg('seen in training'),
  ],
  rows: places.map((place) => ({
    name: `${place.meaning}, ${offsetText(place.offset)}`,
    cells: [
      formatPercent(place.accuracy),
      formatInterval(place.interval, formatPercent),
      formatPercent(place.shuffled),
      formatPercent(place.shuffledHighest),
      formatPercent(place.majority),
      formatPercent(place.lookup),
      formatPercent(place.seen),
    ],
  })),
});

declare global {
  interface HTMLElementTagNameMap {
    'lab-probes-panel': ProbesPanel;
  }
}
