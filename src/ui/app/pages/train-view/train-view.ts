// The page to train a model: its loss, its completions and its picture side by side, then preset and hyperparameters.

import { msg, str } from '@lit/localize';
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, query, state } from 'lit/decorators.js';
import { join } from 'lit/directives/join.js';
import { smoothLosses } from '../../../../shared/history/series.ts';
import type { BundledModel } from '../../../../shared/model-manifest.ts';
import type { LensRequest, RunInfo } from '../../../../workers/rpc/api/lab-api.ts';
import { NetworkReader } from '../../../course/network-reader.ts';
import { shotRequest } from '../../../course/network-request.ts';
import { engineText } from '../../../languages/engine-text.ts';
import { CancellableTask } from '../../../state/cancellable-task.ts';
import { labContext, pageContext, runLibraryContext } from '../../../state/contexts.ts';
import { formatPage } from '../../../state/page/page-url.ts';
import { hasPendingSettings, usesPresetData } from '../../../state/page/settings-diff.ts';
import { StoreController } from '../../../state/store-controller.ts';
import '../../../controls/preset-picker/preset-picker.ts';
import '../../../controls/settings-form/settings-form.ts';
import '../../../controls/text-source/text-source.ts';
import { listen } from '../../../events/element-event.ts';
import {
  DeviceSettingsEvent,
  type RunAction,
  RunActionEvent,
  type SettingFocusEvent,
  SettingsChangeEvent,
} from '../../../events/index.ts';
import { OVERVIEW, type Shot } from '../../../scenes/network/camera/shot.ts';
import { NetworkScene } from '../../../scenes/network/network-scene.ts';
import { baseStyles } from '../../../styles/base.styles.ts';
import { pauseIcon, playIcon, restartIcon } from '../../../styles/icons.ts';
import { trainingPageStyles } from '../../../styles/training-page.styles.ts';
import { completionsByStep, completionsStyles } from '../../../views/training/completions/completions.ts';
import {
  FRESH_WEIGHTS_HINT,
  mainAction,
  SOFTWARE_ADAPTER_NOTE,
} from '../../../views/training/dock/run-actions.ts';
import '../../../views/charts/line-chart/line-chart.ts';
import '../../../views/models/architecture-diagram/architecture-diagram.ts';
import '../../../views/models/model-costs/model-costs.ts';
import '../../../views/models/model-menu/model-menu.ts';
import '../../../views/training/lessons/lessons.ts';
import '../../../views/training/measures/measures.ts';
import { formatFixed, formatInteger } from '../../../format/numbers.ts';
import { formatBytes, formatLoss, formatSignificant } from '../../../format/quantities.ts';
import { lossText, runStatusText, throughputText } from '../../../views/status/run-text.ts';
import { modularSumsStyles } from '../../../views/training/modular-sums/modular-sums.styles.ts';
import { modularSums } from '../../../views/training/modular-sums/modular-sums.ts';
import { expectedTime } from './expected-time.ts';
import { lossLines } from './loss-lines.ts';
import { ModularReader } from './modular-reader.ts';
import { suggestionsFor } from './suggestions.ts';
import '../../../views/text/term/term.ts';
import { trainViewStyles } from './train-view.styles.ts';

/**
 * @summary Configures and trains a model, and shows its results. Reads the lab and page stores from their contexts.
 *
 * @fires lab-run - A run button is pressed.
 * @fires lab-device-settings - The CPU engine is selected.
 * @fires lab-settings - The settings of the current model are restored.
 * @fires lab-model, lab-saved-run, lab-model-save, lab-model-open, lab-download-dialog-open - From `lab-model-menu`.
 */
@customElement('lab-train-view')
export class TrainView extends LitElement {
  static override styles = [
    baseStyles,
    trainingPageStyles,
    ...[completionsStyles, modularSumsStyles],
    trainViewStyles,
  ];

  readonly #lab = new StoreController(this, labContext);
  readonly #page = new StoreController(this, pageContext);
  readonly #runs = new StoreController(this, runLibraryContext);

  /** The setting whose field has the focus. */
  @state() private focusedSetting = '';
  @state() private shot: Shot = OVERVIEW;

  @query('lab-preset-picker') private picker!: HTMLElement;

  readonly #scene = new NetworkScene();
  readonly #reader = new NetworkReader(this, this.#lab);
  readonly #modular = new ModularReader(this, () => this.#lab.store.client.transformer);
  readonly #nextStep = new CancellableTask(this, (request: LensRequest<'step-update'>, options) =>
    this.#lab.store.client.transformer.lens('step-update', request, options),
  );
  readonly #influence = new CancellableTask(this, (request: LensRequest<'influence'>, options) =>
    this.#lab.store.client.transformer.lens('influence', request, options),
  );
  /** The model and the prompt that these computations are of. */
  #lessonsOf: readonly [RunInfo | undefined, string] = [undefined, ''];
  /** Operations per second, of the last training. */
  #speed = 0;

  constructor() {
    super();
    listen(this, {
      'lab-map-shot': ({ shot }) => {
        this.shot = shot;
      },
      'lab-lessons-run': ({ run }) => {
        const { run: model } = this.#lab.value;
        if (run === 'stop') {
          this.#nextStep.abort();
          this.#influence.abort();
        } else if (model && run === 'step') void this.#nextStep.run({ texts: [this.#prompt(model)] });
        else if (model) void this.#influence.run({ text: this.#prompt(model) });
      },
    });
  }

  protected override willUpdate(): void {
    const { run, unitsPerSecond } = this.#lab.value;
    this.#modular.read(this.#lab.value);
    this.#followLessons();
    if (!run || run.isReadOnly) return;
    if (unitsPerSecond > 0) this.#speed = unitsPerSecond * run.flopsPerToken.training;
    this.#reader.read(shotRequest(this.#lab.value, run, this.#prompt(run), this.shot, this.clientWidth));
  }

  protected override render() {
    const { presets, problems, costs, limits, run, runState, step } = this.#lab.value;
    const { settings } = this.#page.value;
    return html`
      ${this.#head()}
      ${this.#banners()}
      ${run && !run.isReadOnly ? this.#results(run) : nothing}
      ${ModularReader.reads(run) ? this.#modularCard(run) : nothing}
      <lab-preset-picker tabindex="-1" .presets=${presets} .selected=${settings.preset}></lab-preset-picker>
      ${
        settings.preset === 'text'
          ? html`<lab-text-source
            .settings=${settings}
            .limits=${limits}
            .problems=${problems}
            .advice=${(settings.text ?? settings.corpus) && run?.preset === 'text' && !this.#hasPendingSettings ? run.advice : []}
          ></lab-text-source>`
          : nothing
      }
      <lab-settings-form
        .preset=${presets.find(({ name }) => name === settings.preset)}
        .settings=${settings}
        .limits=${limits}
        .problems=${problems}
        .costs=${costs}
        ?model-open=${run !== undefined && step === 0 && runState !== 'training'}
        @lab-setting-focus=${({ setting }: SettingFocusEvent) => {
          this.focusedSetting = setting;
        }}
      >
        <div slot="diagram">
          <lab-model-costs .costs=${costs}></lab-model-costs>
          <lab-architecture-diagram
            .model=${costs?.config}
            .weights=${costs?.weights}
            .setting=${this.focusedSetting}
          ></lab-architecture-diagram>
        </div>
      </lab-settings-form>
      ${run && !run.isReadOnly ? html`${this.#lessonsCard(run)} ${this.#details()}` : nothing}
    `;
  }

  #head(): TemplateResult {
    const { run, step } = this.#lab.value;
    return html`<div class="head">
      <div class="title">
        <h1>${msg('Train a model')}</h1>
        <p class="status numbers">${runStatusText(this.#lab.value)} ${this.#expectedTime()} ${this.#suggestions()}</p>
      </div>
      <div class="buttons">
        <lab-model-menu .lab=${this.#lab.value} .saved=${this.#runs.value.runs ?? []} .openRun=${this.#runs.value.current.model.id}></lab-model-menu>
        <button class="plain" @click=${this.#showSettings}>${msg('Preset and settings ↓')}</button>
        <a class="link" href=${formatPage({ ...this.#page.value, view: 'compare' })}>${msg('Compare two')}</a>
        ${this.#buttons()}
      </div>
      <progress max=${run?.training.steps ?? 1} value=${step} aria-label=${msg('Training progress')}></progress>
    </div>`;
  }

  #expectedTime(): TemplateResult | typeof nothing {
    const { runState, costs, run, engine } = this.#lab.value;
    if (runState === 'training' || !costs || !run) return nothing;
    const { steps, B } = { ...run.training, ...this.#page.value.settings.training };
    const flops = steps * B * costs.config.T * costs.flopsPerToken.training;
    return html`<span>${expectedTime(flops, this.#speed, engine)}</span>`;
  }

  /** Links to views of the trained model. */
  #suggestions(): TemplateResult | typeof nothing {
    const { run, runState, step } = this.#lab.value;
    if (!run || run.isReadOnly || runState === 'training' || step < run.training.steps) return nothing;
    const links = suggestionsFor(run.preset).map(
      ({ label, toPage }) => html`<a href=${formatPage(toPage(this.#page.value))}>${label}</a>`,
    );
    return html`<span class="next">${msg(html`Explore: ${join(links, ' · ')}`)}</span>`;
  }

  /** The pretrained model of the same data, beside which a model of the visitor's own is shown. */
  get #pretrained(): BundledModel | undefined {
    const { run, bundledModels, source } = this.#lab.value;
    if (!run || source?.from === 'bundle' || !usesPresetData(run.settings)) return undefined;
    return bundledModels.find(({ preset }) => preset === run.preset);
  }

  /** Whether the selected settings differ from those of the current model. */
  get #hasPendingSettings(): boolean {
    return hasPendingSettings(this.#lab.value, this.#page.value.settings);
  }

  #buttons(): TemplateResult {
    const { engine, runState, step, pending, fatalError, problems, run, previewStep } = this.#lab.value;
    const isBlocked = pending !== undefined || fatalError !== undefined || previewStep !== undefined;
    if (run?.isReadOnly) {
      return html`<button class="primary big" ?disabled=${isBlocked || problems.length > 0} @click=${() => this.#act('create')}>
        ${playIcon} ${msg(str`Train ${this.#page.value.settings.preset}`)}
      </button>`;
    }
    if (this.#hasPendingSettings && step > 0) {
      return html`
        <button @click=${() => this.dispatchEvent(new SettingsChangeEvent(run?.settings ?? this.#page.value.settings))}>
          ${msg('Keep current model')}
        </button>
        <button class="primary big" ?disabled=${isBlocked || problems.length > 0} @click=${() => this.#act('create')}>
          ${playIcon} ${msg('Train new model')}
        </button>
      `;
    }
    const main = mainAction(runState, this.#lab.value.source?.from === 'bundle');
    const idle = isBlocked || !engine || problems.length > 0;
    const icons = { create: playIcon, train: playIcon, pause: pauseIcon, retrain: restartIcon };
    return html`
      ${
        runState === 'paused' || runState === 'training'
          ? html`<button ?disabled=${isBlocked} title=${FRESH_WEIGHTS_HINT} @click=${() => this.#act('reset')}>
            ${restartIcon} ${msg('Reset')}
          </button>`
          : nothing
      }
      <button class="primary big run" ?disabled=${idle} title=${main.hint ?? nothing} @click=${() => this.#act(main.action)}>
        ${icons[main.action]} ${main.label}
      </button>
    `;
  }

  /** Notes on the engine, and errors: the run diverged, the settings are invalid. */
  #banners(): TemplateResult {
    const { runState, message } = this.#lab.value;
    return html`
      ${this.#engineNotes()}
      ${
        runState === 'diverged'
          ? html`<div class="banner error" role="alert">
            <p><b>${msg('Training diverged.')}</b> ${message}</p>
          </div>`
          : nothing
      }
      ${runState === 'paused' && message ? html`<div class="banner"><p>${message}</p></div>` : nothing}
      ${this.#settingsBanner()}
    `;
  }

  #engineNotes(): TemplateResult {
    const { engine, pending } = this.#lab.value;
    return html`
      ${engine?.reason ? html`<p class="engine" role="note"><b>${msg('Running on CPU:')}</b> ${engineText(engine.reason)}</p>` : nothing}
      ${
        engine?.inSoftware
          ? html`<p class="engine" role="note"><b>${msg('Software adapter:')}</b> ${SOFTWARE_ADAPTER_NOTE}
              <button ?disabled=${pending !== undefined} @click=${this.#useCpu}>${msg('Use the CPU')}</button></p>`
          : nothing
      }
    `;
  }

  #settingsBanner(): TemplateResult | typeof nothing {
    const { problems, run, step } = this.#lab.value;
    if (problems.length > 0) {
      return html`<div class="banner error" role="alert">
        ${problems.map(({ message }) => html`<p>${message}</p>`)}
      </div>`;
    }
    if (!this.#hasPendingSettings || step === 0) return nothing;
    return html`<div class="banner">
      <p>
        ${msg(html`Settings changed. Training with the new settings replaces the current model (${run?.preset}, step ${formatInteger(step)}) and starts from new weights.`)}
      </p>
    </div>`;
  }

  /** As high as the first screen has room for, whatever the cards hold: nothing moves when training starts. */
  #results(run: RunInfo): TemplateResult {
    const { evaluations } = this.#lab.value;
    return html`<div class="results">
      ${this.#lossCard()}
      <section class="card" aria-labelledby="completions">
        <h2 id="completions">${msg('Completions by step')}</h2>
        ${completionsByStep(run.prompts, evaluations, run.training.steps)}
      </section>
      <section class="card network" aria-labelledby="network">
        <h2 id="network">${msg(html`Live: <span class="read">${this.#prompt(run)} …</span>`)}</h2>
        <lab-stage
          .scene=${this.#scene.show({ model: run.model, vocabulary: run.vocabulary, values: this.#reader.current?.values, shot: this.shot })}
        ></lab-stage>
      </section>
    </div>`;
  }

  #prompt({ prompts }: RunInfo): string {
    return this.#page.value.prompt || prompts[0] || '';
  }

  #details(): TemplateResult {
    const { evaluations, run } = this.#lab.value;
    const steps = run?.training.steps ?? 1;
    return html`<div class="columns">
      <section class="card" aria-labelledby="measures">
        <h2 id="measures">${msg('Evaluation')}</h2>
        <lab-measures .evaluations=${evaluations} .steps=${steps} .pretrained=${this.#pretrained?.measures}></lab-measures>
      </section>
      ${this.#dataCard()}
    </div>`;
  }

  /** Results of another model or prompt are dropped. */
  #followLessons(): void {
    const { run } = this.#lab.value;
    const prompt = run ? this.#prompt(run) : '';
    const [model, read] = this.#lessonsOf;
    if (model !== run) this.#nextStep.reset();
    if (model !== run || read !== prompt) this.#influence.reset();
    this.#lessonsOf = [run, prompt];
  }

  #lessonsCard(run: RunInfo): TemplateResult {
    return html`<section class="card" aria-labelledby="lessons">
      <h2 id="lessons">${msg('What a step teaches')}</h2>
      <lab-lessons
        .nextStep=${this.#nextStep.state}
        .influence=${this.#influence.state}
        .prompt=${this.#prompt(run)}
      ></lab-lessons>
    </section>`;
  }

  #modularCard({ training }: RunInfo): TemplateResult {
    const { result, history, error } = this.#modular;
    return html`<section class="card" aria-labelledby="modular">
      <h2 id="modular">${msg('How it adds')}</h2>
      ${error ? html`<p role="alert">${error}</p>` : nothing}
      ${modularSums(result, history, training.steps)}
    </section>`;
  }

  #lossCard(): TemplateResult {
    const { series, evaluations, run } = this.#lab.value;
    const vocabulary = run?.model.V ?? 2;
    const smooth = smoothLosses(series, 10);
    const steps = run?.training.steps ?? 1;
    const last = series.points.at(-1);
    const validation = evaluations.at(-1)?.validationLoss;
    const figure = (label: string, value: string, help: string) =>
      html`<div title=${help}><dt>${label}</dt><dd>${value}</dd></div>`;
    return html`<section class="card" aria-labelledby="loss">
      <h2 id="loss">${msg(html`<lab-term name="loss">Loss</lab-term> of the next <lab-term name="token"></lab-term>, in <lab-term name="nat">nats</lab-term>`)}</h2>
      <p class="explained">
        ${lossText(smooth.at(-1), vocabulary)}
        ${!last && this.#lab.value.step > 0 ? msg('This model is pretrained: train one here to see its loss curve.') : nothing}
      </p>
      <lab-line-chart
        .lines=${lossLines(series, smooth, evaluations, steps, vocabulary, this.#pretrained?.validationLoss)}
        .steps=${steps}
        .format=${formatLoss}
        summary=${msg(str`Loss in nats by training step: training ${formatLoss(smooth.at(-1))}, validation ${formatLoss(validation)} after ${formatInteger(this.#lab.value.step)} steps; uniform guessing gives ${formatFixed(Math.log(vocabulary), 2)}.`)}
      ></lab-line-chart>
      <dl class="figures numbers">
        ${figure(msg('throughput'), throughputText(this.#lab.value), msg('Tokens trained on per second, averaged over about one second.'))}
        ${figure(msg('learning rate'), last ? formatSignificant(last.learningRate) : '–', msg('Step size of the optimizer; it warms up and then decays.'))}
        ${figure(msg('gradient norm'), last ? formatSignificant(last.gradientNorm) : '–', msg('L2 norm of the gradient over all weights, before clipping.'))}
        ${figure(msg('batch'), run ? msg(str`${formatInteger(run.training.B * run.model.T)} tokens`) : '–', msg('Tokens per batch: batch size × context length.'))}
      </dl>
    </section>`;
  }

  #dataCard(): TemplateResult {
    const { run } = this.#lab.value;
    if (!run) return html``;
    const figures = [
      { label: msg('parameters'), value: formatInteger(run.parameterCount) },
      { label: msg('memory'), value: formatBytes(run.memoryBytes) },
      ...run.statistics.map(({ label, value }) => ({
        label: engineText(label),
        value: typeof value === 'number' ? formatInteger(value) : value,
      })),
    ];
    return html`<section class="card" aria-labelledby="data">
      <h2 id="data">${msg(str`Data: ${run.datasetName}`)}</h2>
      <p class="explained">${engineText(run.description)}</p>
      <dl class="statistics numbers">
        ${figures.map(({ label, value }) => html`<dt>${label}</dt><dd>${value}</dd>`)}
      </dl>
    </section>`;
  }

  readonly #showSettings = () => {
    this.picker.scrollIntoView({ block: 'start' });
    this.picker.focus();
  };

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
