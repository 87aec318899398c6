// Evaluation results, by the measures of the data set.

import { msg, str } from '@lit/localize';
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { BundledModel } from '../../../../shared/model-manifest.ts';
import type { Evaluation, MeasureValue } from '../../../../workers/rpc/api/lab-api.ts';
import { engineText } from '../../../languages/engine-text.ts';
import { baseStyles } from '../../../styles/base.styles.ts';
import '../../charts/line-chart/line-chart.ts';
import { formatInteger, formatPercent } from '../../../format/numbers.ts';
import type { ChartLine } from '../../charts/line-chart/chart-data.ts';
import { measuresStyles } from './measures.styles.ts';

/**
 * @summary Shows the latest value and the history of each measure of the data set.
 *
 * @property evaluations - Evaluations by ascending step.
 * @property steps - Total steps of the run.
 * @property pretrained - Measures of the pretrained model, to compare with; undefined for that model itself.
 * @cssproperty [--positive=#58c4dd] - Bars of the training set.
 * @cssproperty [--held-out=var(--query)] - Bars of the held-out set.
 */
@customElement('lab-measures')
export class Measures extends LitElement {
  static override styles = [baseStyles, measuresStyles];

  @property({ attribute: false }) evaluations: readonly Evaluation[] = [];
  @property({ type: Number }) steps = 1;
  @property({ attribute: false }) pretrained?: BundledModel['measures'];

  protected override render() {
    const latest = this.evaluations.at(-1);
    if (!latest) {
      return html`<p class="empty">${msg('Evaluated when training starts.')}</p>`;
    }
    if (latest.measures.length === 0) {
      return html`<p class="empty">${msg('This data set has no measures of its own. Use the validation loss: the model generalizes while it falls, and overfits once it rises.')}</p>`;
    }
    return latest.measures.map((measure) => this.#measure(measure));
  }

  #measure(measure: MeasureValue): TemplateResult {
    const {
      name,
      description,
      value,
      heldOut,
      chance,
      heldOutChance = chance,
      rule,
      positional,
      count,
    } = measure;
    return html`<section aria-label=${engineText(name)}>
      <h3>${engineText(name)}</h3>
      <p>${engineText(description)}</p>
      <dl class="bars">
        ${this.#bar(heldOut === undefined ? msg('current') : msg('training set'), 'trained', value, chance)}
        ${heldOut === undefined ? nothing : this.#bar(msg('held-out set'), 'held-out', heldOut, heldOutChance)}
      </dl>
      <p class="small">
        ${msg(html`${formatInteger(count)} questions.${chance === undefined ? nothing : heldOutChance === chance ? msg(str` Chance level: ${formatPercent(chance)}.`) : msg(str` Chance level: ${formatPercent(chance)}, held out ${formatPercent(heldOutChance ?? chance)}.`)}`)}
        ${rule === undefined ? nothing : ruleText(rule)}
        ${positional === undefined ? nothing : msg(str`The same head at the same distances elsewhere: ${formatPercent(positional)}.`)}
        ${this.#pretrainedText(name)}
        ${heldOut === undefined ? nothing : msg('The held-out set separates generalization from memorization.')}
      </p>
      ${this.evaluations.length > 1 ? this.#history(measure) : nothing}
    </section>`;
  }

  #pretrainedText(name: string): string | typeof nothing {
    const measure = this.pretrained?.find((each) => each.name === name);
    if (!measure) return nothing;
    const { value, heldOut } = measure;
    return msg(
      str`The pretrained model reaches ${formatPercent(value)}${heldOut === undefined ? '' : msg(str`, held out ${formatPercent(heldOut)}`)}.`,
    );
  }

  #bar(label: string, kind: string, fraction: number, chance?: number): TemplateResult {
    return html`<dt>${label}</dt>
      <dd>
        <span class="track">
          <i class=${kind} style="width: ${fraction * 100}%"></i>
          ${chance === undefined ? nothing : html`<u style="inset-inline-start: ${chance * 100}%" title=${msg(str`chance: ${formatPercent(chance)}`)}></u>`}
        </span>
        <b>${formatPercent(fraction)}</b>
      </dd>`;
  }

  #history({ name, heldOut, chance }: MeasureValue): TemplateResult {
    const values = this.evaluations.flatMap(({ step, measures }) => {
      const measure = measures.find((other) => other.name === name);
      return measure ? [{ step, ...measure }] : [];
    });
    const lines: ChartLine[] = [
      {
        name: heldOut === undefined ? engineText(name) : msg('training set'),
        colour: 'blue',
        style: 'dotted',
        points: values.map(({ step, value }) => [step, value] as const),
      },
    ];
    if (heldOut !== undefined) {
      lines.push({
        name: msg('held-out set'),
        colour: 'yellow',
        style: 'dotted',
        points: values.map(({ step, heldOut }) => [step, heldOut ?? Number.NaN] as const),
      });
    }
    if (chance !== undefined) {
      lines.push({
        name: msg('chance'),
        colour: 'grey',
        style: 'dashed',
        points: [
          [0, chance],
          [this.steps, chance],
        ],
      });
    }
    const latest = values[values.length - 1];
    return html`<lab-line-chart
      .lines=${lines}
      .steps=${this.steps}
      .yMax=${1.02}
      .height=${150}
      .format=${formatPercent}
      summary=${msg(str`${engineText(name)} by training step: ${formatPercent(latest.value)} at step ${formatInteger(latest.step)}.`)}
    ></lab-line-chart>`;
  }
}

/** What the same probes are worth to a rule. */
const ruleText = ({ label, value, heldOut }: NonNullable<MeasureValue['rule']>): string =>
  heldOut === undefined
    ? msg(str`By ${engineText(label)}, without a network: ${formatPercent(value)}.`)
    : msg(
        str`By ${engineText(label)}, without a network: ${formatPercent(value)}, held out ${formatPercent(heldOut)}.`,
      );

declare global {
  interface HTMLElementTagNameMap {
    'lab-measures': Measures;
  }
}
