// The stage on which a network is chosen, trained and watched learning.

import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement } from 'lit/decorators.js';
import { join } from 'lit/directives/join.js';
import { smoothLosses } from '../../../../shared/history/series.ts';
import { labContext, pageContext } from '../../../state/contexts.ts';
import { formatPage } from '../../../state/page/page-url.ts';
import { sameSettings } from '../../../state/page/settings-diff.ts';
import { StoreController } from '../../../state/store-controller.ts';
import '../../../controls/preset-picker/preset-picker.ts';
import '../../../controls/settings-form/settings-form.ts';
import '../../../controls/text-source/text-source.ts';
import { DeviceSettingsEvent, type RunAction, RunActionEvent, SettingsChangeEvent } from '../../../events.ts';
import { baseStyles } from '../../../styles/base.styles.ts';
import { pauseIcon, playIcon, restartIcon } from '../../../styles/icons.ts';
import '../../../views/training/completions/completions.ts';
import { mainAction, SOFTWARE_ADAPTER_NOTE } from '../../../views/training/dock/run-actions.ts';
import '../../../views/charts/line-chart/line-chart.ts';
import '../../../views/training/measures/measures.ts';
import { formatInteger } from '../../../format/numbers.ts';
import { formatBytes, formatCompact, formatLoss, formatSignificant } from '../../../format/quantities.ts';
import { lossText, runStatusText } from '../../../views/status/run-text.ts';
import { lossLines } from './loss-lines.ts';
import { suggestionsFor } from './suggestions.ts';
import '../../../views/text/term/term.ts';
import { trainViewStyles } from './train-view.styles.ts';

/**
 * Choose, train, watch. Reads both stores; everything it shows lies in them.
 *
 * @fires lab-run - a button of the run was pressed
 * @fires lab-device-settings - the processor is to compute
 * @fires lab-settings - other settings were chosen
 */
@customElement('lab-train-view')
export class TrainView extends LitElement {
  static override styles = [baseStyles, trainViewStyles];

  readonly #lab = new StoreController(this, labContext);
  readonly #page = new StoreController(this, pageContext);

  protected override render() {
    const { presets, problems, memory, limits, run } = this.#lab.value;
    const { settings } = this.#page.value;
    return html`
      ${this.#head()}
      ${this.#banners()}
      <lab-preset-picker .presets=${presets} .chosen=${settings.preset}></lab-preset-picker>
      ${
        settings.preset === 'text'
          ? html`<lab-text-source
            .settings=${settings}
            .limits=${limits}
            .problems=${problems}
            .advice=${settings.text && run?.preset === 'text' ? run.advice : []}
          ></lab-text-source>`
          : nothing
      }
      <lab-settings-form
        .preset=${presets.find(({ name }) => name === settings.preset)}
        .settings=${settings}
        .limits=${limits}
        .problems=${problems}
        .memory=${memory}
      ></lab-settings-form>
      ${run && !run.isReadOnly ? this.#results() : nothing}
    `;
  }

  #head(): TemplateResult {
    const { run, step } = this.#lab.value;
    return html`<div class="head">
      <div class="title">
        <h1>Train a network</h1>
        <p class="status numbers">${runStatusText(this.#lab.value)} ${this.#suggestions()}</p>
      </div>
      <div class="buttons">${this.#buttons()}</div>
      <progress max=${run?.training.steps ?? 1} value=${step} aria-label="Steps done"></progress>
    </div>`;
  }

  /** Ways on, once there is something to see. */
  #suggestions(): TemplateResult | typeof nothing {
    const { run, runState, step } = this.#lab.value;
    if (!run || run.isReadOnly || runState === 'training' || step < run.training.steps) return nothing;
    const links = suggestionsFor(run.preset).map(
      ({ label, toPage }) => html`<a href=${formatPage(toPage(this.#page.value))}>${label}</a>`,
    );
    return html`<span class="next">Look at ${join(links, ' · ')}</span>`;
  }

  /** Whether other settings are chosen than the current model was made of. */
  get #hasPendingSettings(): boolean {
    const { run, presets } = this.#lab.value;
    const { settings } = this.#page.value;
    const usual = presets.find(({ name }) => name === settings.preset);
    return run !== undefined && !sameSettings(run.settings, settings, usual);
  }

  #buttons(): TemplateResult {
    const { engine, runState, step, pending, fatalError, problems, run, previewStep } = this.#lab.value;
    const isBlocked = pending !== undefined || fatalError !== undefined || previewStep !== undefined;
    if (run?.isReadOnly) {
      return html`<button class="primary big" ?disabled=${isBlocked || problems.length > 0} @click=${() => this.#act('create')}>
        ${playIcon} Train ${this.#page.value.settings.preset} instead
      </button>`;
    }
    if (this.#hasPendingSettings && step > 0) {
      return html`
        <button @click=${() => this.dispatchEvent(new SettingsChangeEvent(run?.settings ?? this.#page.value.settings))}>
          Keep the current model
        </button>
        <button class="primary big" ?disabled=${isBlocked || problems.length > 0} @click=${() => this.#act('create')}>
          ${playIcon} Train the new one
        </button>
      `;
    }
    const main = mainAction(runState, this.#lab.value.source?.from === 'bundle');
    const idle = isBlocked || !engine || problems.length > 0;
    const icons = { create: playIcon, train: playIcon, pause: pauseIcon, retrain: restartIcon };
    return html`
      ${
        runState === 'paused' || runState === 'training'
          ? html`<button ?disabled=${isBlocked} title="Fresh random weights, same settings" @click=${() => this.#act('reset')}>
            ${restartIcon} Reset
          </button>`
          : nothing
      }
      <button class="primary big" ?disabled=${idle} title=${main.hint ?? nothing} @click=${() => this.#act(main.action)}>
        ${icons[main.action]} ${main.label}
      </button>
    `;
  }

  /** What must be told before anything else: a lab that failed, a run that diverged, settings that cannot be. */
  #banners(): TemplateResult {
    const { engine, fatalError, runState, message, problems, run, step, pending } = this.#lab.value;
    return html`
      ${engine?.reason ? html`<p class="engine"><b>Trained on the processor:</b> ${engine.reason}</p>` : nothing}
      ${
        engine?.inSoftware
          ? html`<p class="engine"><b>Trained in software:</b> ${SOFTWARE_ADAPTER_NOTE}
              <button ?disabled=${pending !== undefined} @click=${this.#useCpu}>Use the CPU</button></p>`
          : nothing
      }
      ${
        fatalError
          ? html`<div class="banner error" role="alert">
              <p><b>The lab has stopped.</b> ${fatalError}</p>
              <button @click=${() => window.location.reload()}>${restartIcon} Reload the page</button>
            </div>`
          : nothing
      }
      ${
        runState === 'diverged'
          ? html`<div class="banner error" role="alert">
            <p><b>This run grew without bound.</b> ${message}</p>
          </div>`
          : nothing
      }
      ${runState === 'paused' && message ? html`<div class="banner"><p>${message}</p></div>` : nothing}
      ${
        problems.length > 0
          ? html`<div class="banner error" role="alert">
            ${problems.map(({ message }) => html`<p>${message}</p>`)}
          </div>`
          : this.#hasPendingSettings && step > 0
            ? html`<div class="banner">
              <p>
                Other settings are chosen. Training them begins with fresh weights, which take the place of the current
                model (${run?.preset}, step ${formatInteger(step)}).
              </p>
            </div>`
            : nothing
      }
    `;
  }

  #results(): TemplateResult {
    const { evaluations, run } = this.#lab.value;
    const steps = run?.training.steps ?? 1;
    return html`<div class="columns">
      <div class="column">
        ${this.#lossCard()}
        <section class="card" aria-labelledby="completions">
          <h2 id="completions">The same prompts, completed anew as training goes on</h2>
          <lab-completions .prompts=${run?.prompts ?? []} .evaluations=${evaluations} .steps=${steps}></lab-completions>
        </section>
      </div>
      <div class="column">
        <section class="card" aria-labelledby="measures">
          <h2 id="measures">What it has learnt</h2>
          <lab-measures .evaluations=${evaluations} .steps=${steps}></lab-measures>
        </section>
        ${this.#dataCard()}
      </div>
    </div>`;
  }

  #lossCard(): TemplateResult {
    const { series, evaluations, run, unitsPerSecond, runState } = this.#lab.value;
    const vocabulary = run?.model.V ?? 2;
    const smooth = smoothLosses(series, 10);
    const steps = run?.training.steps ?? 1;
    const last = series.points.at(-1);
    const validation = evaluations.at(-1)?.validationLoss;
    const figure = (label: string, value: string, help: string) =>
      html`<div title=${help}><dt>${label}</dt><dd>${value}</dd></div>`;
    return html`<section class="card" aria-labelledby="loss">
      <h2 id="loss"><lab-term name="loss">Loss</lab-term> in <lab-term name="nat">nats</lab-term>: how surprised it is by the right next <lab-term name="token"></lab-term></h2>
      <p class="explained">
        ${lossText(smooth.at(-1), vocabulary)}
        ${!last && this.#lab.value.step > 0 ? 'This network came trained: train one here to see its curve.' : nothing}
      </p>
      <lab-line-chart
        .lines=${lossLines(series, smooth, evaluations, steps, vocabulary)}
        .steps=${steps}
        .format=${formatLoss}
        summary="Loss in nats by training step: training ${formatLoss(smooth.at(-1))}, validation ${formatLoss(validation)} after ${formatInteger(this.#lab.value.step)} steps; guessing evenly gives ${Math.log(vocabulary).toFixed(2)}."
      ></lab-line-chart>
      <dl class="figures numbers">
        ${figure('training speed', runState === 'training' ? `${formatCompact(unitsPerSecond)} tokens/s` : 'at rest', 'Tokens learnt from in a second, over about the last second.')}
        ${figure('learning rate', last ? formatSignificant(last.learningRate) : '–', 'How far each step follows the gradient; it warms up and then shrinks.')}
        ${figure('gradient norm', last ? formatSignificant(last.gradientNorm) : '–', 'Length of the gradient over all weights: how strongly the batch pulls, before it is shortened.')}
        ${figure('batch', run ? `${formatInteger(run.training.B * run.model.T)} tokens` : '–', 'Tokens in each step’s batch: rows times context.')}
      </dl>
    </section>`;
  }

  #dataCard(): TemplateResult {
    const { run } = this.#lab.value;
    if (!run) return html``;
    const figures = [
      { label: 'weights trained', value: formatInteger(run.parameterCount) },
      { label: 'memory held', value: formatBytes(run.memoryBytes) },
      ...run.statistics.map(({ label, value }) => ({
        label,
        value: typeof value === 'number' ? formatInteger(value) : value,
      })),
    ];
    return html`<section class="card" aria-labelledby="data">
      <h2 id="data">The data: ${run.datasetName}</h2>
      <p class="explained">${run.description}</p>
      <dl class="statistics numbers">
        ${figures.map(({ label, value }) => html`<dt>${label}</dt><dd>${value}</dd>`)}
      </dl>
    </section>`;
  }

  #useCpu(): void {
    this.dispatchEvent(new DeviceSettingsEvent({ engine: 'cpu' }));
  }

  #act(action: RunAction): void {
    this.dispatchEvent(new RunActionEvent(action));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-train-view': TrainView;
  }
}
