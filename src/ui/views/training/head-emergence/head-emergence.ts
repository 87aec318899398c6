// Which of two variants forms a kind of head first: the best head's score by training step.

import { msg, str } from '@lit/localize';
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { styleMap } from 'lit/directives/style-map.js';
import { bestHead, EMERGENCE_SCORE, emergenceStep } from '../../../../shared/comparison/head-emergence.ts';
import type { Evaluation } from '../../../../workers/rpc/api/lab-api.ts';
import { formatFixed, formatInteger } from '../../../format/numbers.ts';
import { baseStyles } from '../../../styles/base.styles.ts';
import '../../charts/line-chart/line-chart.ts';
import { VARIANT_COLOURS } from '../../../types/comparison.ts';
import type { ChartLine } from '../../charts/line-chart/chart-data.ts';
import type { LiveMode } from '../../status/live-region.ts';
import { formationText, type HeadFormation, THRESHOLD_TEXT } from './emergence-text.ts';
import { headEmergenceStyles } from './head-emergence.styles.ts';

export interface EmergenceVariant {
  readonly name: string;
  readonly evaluations: readonly Evaluation[];
  /** Whether it has steps left to train. */
  readonly isOpen: boolean;
}

const formatScore = (score: number): string => formatFixed(score, 2);

/**
 * @summary Compares when two variants form a kind of attention head, as a strip of scores each and as a chart.
 *
 * @property variants - Both variants, with their evaluations by ascending step.
 * @property patterns - Patterns of heads that occur in the data.
 * @property steps - End of the axis of steps.
 * @property live - Politeness of the answer's live region.
 * @cssproperty [--positive=#58c4dd] - First variant.
 * @cssproperty [--query=#ffd866] - Second variant.
 */
@customElement('lab-head-emergence')
export class HeadEmergence extends LitElement {
  static override styles = [baseStyles, headEmergenceStyles];

  @property({ attribute: false }) variants: readonly EmergenceVariant[] = [];
  @property({ attribute: false }) patterns: readonly string[] = [];
  @property({ type: Number }) steps = 1;
  @property() live: LiveMode = 'off';

  @state() private selected = 'induction';

  protected override render() {
    const pattern = this.#pattern;
    if (pattern === undefined)
      return html`<p class="explained">${msg('Evaluated when training starts.')}</p>`;
    const formations = this.variants.map((variant) => formationOf(variant, pattern));
    const [a, b] = formations;
    return html`
      <label class="question">
        ${msg('Which forms its')}
        <select aria-label=${msg('Kind of head')} @change=${this.#select}>
          ${this.patterns.map((name) => html`<option value=${name} ?selected=${name === pattern}>${name}</option>`)}
        </select>
        ${msg('head first?')}
      </label>
      <p class="verdict numbers" role="status" aria-live=${this.live}>${formationText([a, b])}</p>
      <ul class="tracks" aria-label=${msg('Best heads')}>
        ${this.variants.map((variant, i) => this.#track(variant, formations[i], pattern, VARIANT_COLOURS[i]))}
      </ul>
      ${this.#chart(pattern, formations)}
      <p class="explained">${THRESHOLD_TEXT}</p>
    `;
  }

  /** The selected pattern, or the first where the data lacks it. */
  get #pattern(): string | undefined {
    return this.patterns.includes(this.selected) ? this.selected : this.patterns[0];
  }

  readonly #select = ({ target }: Event): void => {
    this.selected = (target as HTMLSelectElement).value;
  };

  #track(
    { name, evaluations }: EmergenceVariant,
    { step }: HeadFormation,
    pattern: string,
    colour: string,
  ): TemplateResult {
    const latest = evaluations.at(-1);
    const best = latest && bestHead(latest, pattern);
    const place = step === undefined ? 0 : (100 * step) / this.steps;
    return html`<li class=${colour}>
      <p class="caption">
        <i></i><b class="name">${name}</b>
        ${best ? html`<span>${msg(html`best head now <b>${formatScore(best.score)}</b>, layer ${best.layer + 1}, head ${best.head + 1}`)}</span>` : nothing}
      </p>
      <div class="strip" style=${styleMap({ backgroundImage: this.#gradient(evaluations, pattern) })}>
        ${
          step === undefined
            ? nothing
            : html`<span class="flag ${place < 20 ? 'early' : ''}" style="left: ${place}%"><b>${msg(str`step ${formatInteger(step)}`)}</b></span>`
        }
      </div>
    </li>`;
  }

  /** The scores as opacity, up to the last evaluation. */
  #gradient(evaluations: readonly Evaluation[], pattern: string): string {
    const stops = evaluations.map((evaluation) => {
      const opacity = 100 * (bestHead(evaluation, pattern)?.score ?? 0);
      return `color-mix(in srgb, var(--colour) ${opacity.toFixed(1)}%, transparent) ${((100 * evaluation.step) / this.steps).toFixed(2)}%`;
    });
    const end = (100 * (evaluations.at(-1)?.step ?? 0)) / this.steps;
    return `linear-gradient(to right, ${[...stops, `transparent ${end.toFixed(2)}%`].join(', ')})`;
  }

  #chart(pattern: string, formations: readonly HeadFormation[]): TemplateResult {
    const lines: ChartLine[] = this.variants.map(({ name, evaluations }, i) => ({
      name,
      colour: VARIANT_COLOURS[i],
      style: 'line',
      points: evaluations.map(
        (evaluation) => [evaluation.step, bestHead(evaluation, pattern)?.score ?? 0] as const,
      ),
    }));
    const marks: ChartLine[] = lines.map((line, i) => ({
      ...line,
      style: 'mark',
      points: line.points.filter(([step]) => step === formations[i].step),
    }));
    const threshold: ChartLine = {
      name: msg('threshold'),
      colour: 'grey',
      style: 'dashed',
      points: [
        [0, EMERGENCE_SCORE],
        [this.steps, EMERGENCE_SCORE],
      ],
    };
    return html`<lab-line-chart
      .lines=${[threshold, ...lines, ...marks]}
      .steps=${this.steps}
      .yMax=${1.02}
      .height=${190}
      .format=${formatScore}
      summary=${msg(str`Score of the best ${pattern} head by training step`)}
    ></lab-line-chart>`;
  }
}

function formationOf({ name, evaluations, isOpen }: EmergenceVariant, pattern: string): HeadFormation {
  const scores = evaluations.flatMap((evaluation) => bestHead(evaluation, pattern)?.score ?? []);
  const best = scores.length > 0 ? Math.max(...scores) : undefined;
  return { name, step: emergenceStep(evaluations, pattern), best, isOpen };
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-head-emergence': HeadEmergence;
  }
}
