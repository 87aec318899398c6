// The scores of all heads for one attention pattern over training, with chance.

import { msg, str } from '@lit/localize';
import { html, LitElement, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { Evaluation, RunState } from '../../../../../workers/rpc/api/lab-api.ts';
import { RunActionEvent, SettingsChangeEvent } from '../../../../events/index.ts';
import { baseStyles } from '../../../../styles/base.styles.ts';
import '../../../../views/charts/line-chart/line-chart.ts';
import { card } from '../../../../figures/card.ts';
import { emit } from '../../../../figures/emit.ts';
import { formatInteger, formatPercent } from '../../../../format/numbers.ts';
import { describeHeadPattern, headPatternLabel } from '../../../chapter-stage/head-names.ts';
import { panelStyles } from '../../panel.styles.ts';
import { scoreLines } from './score-lines.ts';

/** A data set on which an induction head forms. */
const REPEATS_PRESET = 'repeats';

/**
 * A chart of scores by training step.
 *
 * @property evaluations - Evaluations by step.
 * @property steps - Number of training steps.
 * @property layer - Layer of the selected head.
 * @property head - The selected head.
 * @property preset - Preset of the current model.
 * @property runState - Whether the model trains.
 * @fires lab-run - The visitor starts training.
 * @fires lab-settings - The visitor creates a model to train from the first step.
 */
@customElement('lab-score-history')
export class ScoreHistory extends LitElement {
  static override styles = [baseStyles, panelStyles];

  @property({ attribute: false }) evaluations: readonly Evaluation[] = [];
  @property({ type: Number }) steps = 1;
  @property({ type: Number }) layer = 0;
  @property({ type: Number }) head = 0;
  @property() preset = '';
  @property() runState: RunState = 'none';

  @state() private selectedPattern?: string;

  override render() {
    const headPatterns = (this.evaluations.at(-1)?.habits ?? [])
      .filter(({ queries }) => queries > 0)
      .map(({ habit: headPattern }) => headPattern);
    return card(
      msg('Scores by training step'),
      msg('Scores by training step'),
      headPatterns.length > 0
        ? this.#chart(headPatterns)
        : html`<p>${msg('Scores are evaluated regularly during training.')}</p>`,
      this.#renderTrainPrompt(),
    );
  }

  #chart(headPatterns: readonly string[]) {
    const preferred =
      this.selectedPattern ??
      (this.preset === REPEATS_PRESET ? 'induction' : headPatterns[headPatterns.length - 1]);
    const headPattern = headPatterns.includes(preferred) ? preferred : headPatterns[0];
    const lines = scoreLines(this.evaluations, headPattern, this, this.steps);
    const best = lines.find(({ style }) => style === 'dotted');
    const [step, score] = best?.points.at(-1) ?? [0, 0];
    return html`
      <div class="pills" role="group" aria-label=${msg('Pattern')}>
        ${headPatterns.map(
          (each) =>
            html`<button aria-pressed=${each === headPattern} title=${msg(str`attends ${describeHeadPattern(each)}`)} @click=${() => {
              this.selectedPattern = each;
            }}>${headPatternLabel(each)}</button>`,
        )}
      </div>
      <lab-line-chart
        .lines=${lines}
        .steps=${this.steps}
        .yMax=${1.02}
        .height=${210}
        .format=${formatPercent}
        summary=${msg(str`Share of attention that follows “${headPatternLabel(headPattern)}”, by training step: best is ${best?.name}, ${formatPercent(score)} at step ${formatInteger(step)}.`)}
      ></lab-line-chart>
      <p class="explained">
        ${msg(str`Share of the attention ${describeHeadPattern(headPattern)}, by training step.`)}
        ${
          headPattern === 'induction'
            ? msg(
                'Correct copies: how often the network repeats a sequence correctly. Induction and correct copies can occur independently.',
              )
            : nothing
        }
      </p>
    `;
  }

  /** Training from the first step shows how a pattern forms; it starts only on a click. */
  #renderTrainPrompt() {
    if (this.runState === 'training') return nothing;
    const restart = emit(() => new RunActionEvent('retrain'));
    const trainOnRepeats = emit(() => [
      new SettingsChangeEvent({ preset: REPEATS_PRESET, model: {}, training: {} }),
      new RunActionEvent('create'),
    ]);
    return html`<div class="controls">
      ${this.evaluations.length < 2 ? html`<button class="primary" @click=${restart}>${msg('Train this model from its first step')}</button>` : nothing}
      ${
        this.preset === REPEATS_PRESET
          ? nothing
          : html`<button @click=${trainOnRepeats}>${msg('Train on “repeats” to see an induction head form')}</button>
            <span class="explained">${msg('Both replace the current model with a newly initialized one.')}</span>`
      }
    </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-score-history': ScoreHistory;
  }
}
