// The page that trains two variants of a run side by side and compares them.

import { msg, str } from '@lit/localize';
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement } from 'lit/decorators.js';
import { formatList } from '../../../format/lists.ts';
import { engineText } from '../../../languages/engine-text.ts';
import { comparisonContext, labContext, pageContext } from '../../../state/contexts.ts';
import { newRow, toComparisonRequest } from '../../../state/page/comparison-draft.ts';
import { formatPage } from '../../../state/page/page-url.ts';
import { StoreController } from '../../../state/store-controller.ts';
import '../../../controls/comparison-form/comparison-form.ts';
import { type ComparisonAction, ComparisonActionEvent, VariantSaveEvent } from '../../../events/index.ts';
import { formatPercent } from '../../../format/numbers.ts';
import { formatLoss } from '../../../format/quantities.ts';
import { baseStyles } from '../../../styles/base.styles.ts';
import { closeIcon, pauseIcon, playIcon, restartIcon, saveIcon } from '../../../styles/icons.ts';
import { trainingPageStyles } from '../../../styles/training-page.styles.ts';
import '../../../views/charts/line-chart/line-chart.ts';
import '../../../views/training/head-emergence/head-emergence.ts';
import { isComparing, VARIANT_COLOURS, type VariantView } from '../../../types/comparison.ts';
import type { EmergenceVariant } from '../../../views/training/head-emergence/head-emergence.ts';
import { compareViewStyles } from './compare-view.styles.ts';
import { comparisonFigures, headPatterns } from './comparison-figures.ts';
import { comparedMeasures, comparisonLossLines, lossCeiling, measureLines } from './comparison-lines.ts';
import { commonText, comparisonStatusText } from './comparison-text.ts';

/**
 * @summary Compares two variants of a run: their losses, measures and heads by training step. Reads the lab, comparison and page
 *   stores from their contexts.
 *
 * @fires lab-comparison - The comparison is started, paused, continued or ended.
 * @fires lab-comparison-draft - The settings of the next comparison are changed.
 * @fires lab-variant-save - A variant is saved as a run.
 */
@customElement('lab-compare-view')
export class CompareView extends LitElement {
  static override styles = [baseStyles, trainingPageStyles, compareViewStyles];

  readonly #lab = new StoreController(this, labContext);
  readonly #page = new StoreController(this, pageContext);
  readonly #comparison = new StoreController(this, comparisonContext);

  protected override render() {
    const { presets, limits } = this.#lab.value;
    const { comparison: draft } = this.#page.value;
    const { comparison, variants, problems } = this.#comparison.value;
    const preset = presets.find(({ name }) => name === draft.preset);
    const isReady = comparison && variants.length === comparison.names.length;
    return html`
      ${this.#head()}
      ${this.#banners()}
      <section class="card" aria-label=${msg('Settings of both runs')}>
        <lab-comparison-form
          .draft=${draft}
          .presets=${presets}
          .limits=${limits}
          .problems=${this.#isDraftCurrent ? problems : []}
          .createRow=${(name: string) => newRow(name, preset)}
        ></lab-comparison-form>
        ${comparison ? html`<p class="common">${commonText(comparison)}</p>` : nothing}
      </section>
      ${isReady ? this.#results(comparison.names, variants) : nothing}
    `;
  }

  #head(): TemplateResult {
    const state = this.#comparison.value;
    const live = isComparing(state) ? 'off' : 'polite';
    return html`<div class="head">
      <div>
        <h1>${msg('Compare two runs')}</h1>
        <p class="status numbers" role="status" aria-live=${live}>${comparisonStatusText(state)}</p>
      </div>
      <div class="buttons">
        <a class="link" href=${formatPage({ ...this.#page.value, view: 'train' })}>${msg('Train one')}</a>
        ${this.#buttons()}
      </div>
      <progress max=${this.#steps} value=${Math.max(0, ...state.variants.map(({ step }) => step))} aria-label=${msg('Training progress')}></progress>
    </div>`;
  }

  #buttons(): TemplateResult {
    const state = this.#comparison.value;
    const { engine, pending, fatalError } = this.#lab.value;
    const isBlocked = !engine || pending !== undefined || fatalError !== undefined || state.isPending;
    const button = (action: ComparisonAction, label: string, icon: TemplateResult, kind = 'primary big') =>
      html`<button class=${kind} ?disabled=${isBlocked} @click=${() => this.dispatchEvent(new ComparisonActionEvent(action))}>
        ${icon} ${label}
      </button>`;
    if (isComparing(state)) return button('pause', msg('Pause'), pauseIcon);
    const isPaused = state.variants.some(({ runState }) => runState === 'paused');
    const discard = state.comparison ? button('close', msg('Discard'), closeIcon, '') : nothing;
    if (!isPaused || !this.#isDraftCurrent)
      return html`${discard} ${button('create', msg('Train both'), playIcon)}`;
    return html`${discard} ${button('create', msg('Restart'), restartIcon, '')} ${button('train', msg('Continue'), playIcon)}`;
  }

  #banners(): TemplateResult {
    const { variants, comparison, error } = this.#comparison.value;
    return html`
      ${error ? html`<div class="banner error" role="alert"><p>${error}</p></div>` : nothing}
      ${variants.map(({ runState, message }, i) =>
        message
          ? html`<div class="banner ${runState === 'diverged' ? 'error' : ''}" role="alert">
              <p><b>${comparison?.names[i]}${runState === 'diverged' ? msg(' diverged') : ''}.</b> ${message}</p>
            </div>`
          : nothing,
      )}
      ${
        comparison && !this.#isDraftCurrent
          ? html`<div class="banner"><p>${msg('Settings changed: “Train both” starts a new comparison in place of this one.')}</p></div>`
          : nothing
      }
    `;
  }

  #results(names: readonly string[], variants: readonly VariantView[]): TemplateResult {
    return html`
      <section class="card" aria-label=${msg('Formation of heads')}>
        <lab-head-emergence
          .variants=${variants.map((variant, i) => toEmergenceVariant(names[i], variant))}
          .patterns=${headPatterns(variants)}
          .steps=${this.#steps}
          live=${isComparing(this.#comparison.value) ? 'off' : 'polite'}
        ></lab-head-emergence>
      </section>
      <div class="columns">
        <div class="column">
          <section class="card" aria-labelledby="loss">
            <h2 id="loss">${msg('Loss, nats a token')}</h2>
            <lab-line-chart
              .lines=${comparisonLossLines(names, variants)}
              .steps=${this.#steps}
              .yMax=${lossCeiling(variants)}
              .format=${formatLoss}
              summary=${msg(str`Losses of ${formatList(names)} by training step`)}
            ></lab-line-chart>
          </section>
          ${comparedMeasures(variants).map(({ name, description }) => this.#measure(name, description, names, variants))}
        </div>
        <section class="card" aria-labelledby="figures">
          <h2 id="figures">${msg('Latest figures')}</h2>
          ${this.#figures(names, variants)}
        </section>
      </div>
    `;
  }

  #measure(
    name: string,
    description: string,
    names: readonly string[],
    variants: readonly VariantView[],
  ): TemplateResult {
    return html`<section class="card" aria-label=${engineText(name)}>
      <h2 title=${engineText(description)}>${engineText(name)}</h2>
      <lab-line-chart
        .lines=${measureLines(name, names, variants)}
        .steps=${this.#steps}
        .yMax=${1.02}
        .height=${160}
        .format=${formatPercent}
        summary=${msg(str`${engineText(name)} of ${formatList(names)} by training step`)}
      ></lab-line-chart>
    </section>`;
  }

  #figures(names: readonly string[], variants: readonly VariantView[]): TemplateResult {
    return html`<div class="scroll"><table aria-label=${msg('Latest figures')}>
      <thead>
        <tr>
          <th scope="col">${msg('figure')}</th>
          ${names.map((name, i) => html`<th scope="col" class=${VARIANT_COLOURS[i]}>${name}</th>`)}
          <th scope="col">${msg('difference')}</th>
        </tr>
      </thead>
      <tbody>
        ${comparisonFigures(variants).map(
          ({ name, values, difference }) => html`<tr>
            <th scope="row">${name}</th>
            ${values.map((value) => html`<td>${value}</td>`)}
            <td>${difference}</td>
          </tr>`,
        )}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row">${msg('save as a run')}</th>
          ${names.map(
            (name, i) => html`<td>
              <button ?disabled=${variants[i].step === 0} @click=${() => this.dispatchEvent(new VariantSaveEvent(i))}>
                ${saveIcon}${msg(html`Save<span class="visually-hidden"> ${name} as a run</span>`)}
              </button>
            </td>`,
          )}
          <td></td>
        </tr>
      </tfoot>
    </table></div>`;
  }

  /** Of the longer run. */
  get #steps(): number {
    const { variants } = this.#comparison.value;
    return Math.max(1, ...variants.map(({ run }) => run?.training.steps ?? 1));
  }

  /** Whether the settings are those of the last comparison that was asked for. */
  get #isDraftCurrent(): boolean {
    const request = toComparisonRequest(this.#page.value.comparison);
    return JSON.stringify(request) === JSON.stringify(this.#comparison.value.request);
  }
}

const toEmergenceVariant = (name: string, { evaluations, runState }: VariantView): EmergenceVariant => ({
  name,
  evaluations,
  isOpen: runState !== 'finished' && runState !== 'diverged',
});

declare global {
  interface HTMLElementTagNameMap {
    'lab-compare-view': CompareView;
  }
}
