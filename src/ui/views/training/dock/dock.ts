// The bar at the bottom of every page: engine, model, progress, speed, and the run's buttons.

import { msg, str } from '@lit/localize';
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { smoothLosses } from '../../../../shared/history/series.ts';
import type { ActivationName, Engine } from '../../../../workers/rpc/api/lab-api.ts';
import {
  DeviceSettingsEvent,
  DiagnosticsRequestEvent,
  KernelRequestEvent,
  type RunAction,
  RunActionEvent,
  StopReadingEvent,
  ViewChangeEvent,
} from '../../../events/index.ts';
import { formatInteger, formatPercent } from '../../../format/numbers.ts';
import { formatCompact, formatLoss } from '../../../format/quantities.ts';
import { engineText } from '../../../languages/engine-text.ts';
import { baseStyles } from '../../../styles/base.styles.ts';
import { pauseIcon, playIcon, restartIcon, stepIcon } from '../../../styles/icons.ts';
import type { DigitState } from '../../../types/digits.ts';
import type { LabState } from '../../../types/lab.ts';
import { INITIAL_LAB } from '../../../types/lab.ts';
import '../../models/model-menu/model-menu.ts';
import { sparkline, sparklineStyles } from '../../charts/sparkline/sparkline.ts';
import type { ModelSwitcher } from '../../status/model-status.ts';
import { runStatusText } from '../../status/run-text.ts';
import { dockStyles } from './dock.styles.ts';
import { engineNames, mainAction, SOFTWARE_ADAPTER_NOTE } from './run-actions.ts';

/**
 * @summary Shows the current run and controls it.
 *
 * @property lab - State of the language model.
 * @property switcher - The saved runs, for the menu of models.
 * @property digits - State of the digit network; if set, it is shown and controlled instead.
 * @property note - In place of figures and buttons, where the page computes with networks of its own: what is said of them.
 * @property mainButton - Where it has the button that trains and pauses: `always`, in a `narrow` window, or `never`.
 * @property activation - Activation whose kernel the engine menu shows.
 * @fires lab-kernel - The kernel of the activation is requested.
 * @fires lab-run - A run button is pressed.
 * @fires lab-stop-reading - The reading of files or of a long text is stopped.
 * @fires lab-device-settings - Another engine is selected.
 * @fires lab-view - The page that measures speed is requested.
 * @fires lab-diagnostics - The diagnostics dialog is requested.
 * @fires lab-model, lab-saved-run, lab-model-save, lab-model-open, lab-download-dialog-open - From `lab-model-menu`.
 */
@customElement('lab-dock')
export class Dock extends LitElement {
  static override styles = [baseStyles, sparklineStyles, dockStyles];

  @property({ attribute: false }) lab: LabState = INITIAL_LAB;
  @property({ attribute: false }) switcher?: ModelSwitcher;

  @property({ attribute: false }) digits?: DigitState;
  @property({ attribute: false }) note = '';
  @property({ attribute: false }) mainButton: 'always' | 'narrow' | 'never' = 'always';
  @property({ attribute: false }) activation?: ActivationName;

  protected override render() {
    return html`${this.#engine()}
      <div class="figures">
        ${this.#figuresNow()}
      </div>
      ${this.note ? nothing : this.#buttons()}`;
  }

  get #hasNoFigures(): boolean {
    return this.digits ? this.lab.fatalError !== undefined : this.lab.run === undefined;
  }

  #engine(): TemplateResult {
    const { engine, fatalError } = this.lab;
    if (fatalError)
      return html`<span class="badge failed" title=${fatalError}>${msg('Engine stopped')}</span>`;
    if (!engine) return html`<span class="badge waiting">${msg('Testing kernels …')}</span>`;
    const [kind, adapter] = engineNames(engine);
    return html`<button
      class="badge ${engine.backend}"
      popovertarget="engine"
      aria-label=${msg(str`Engine: ${kind}`)}
      title="${adapter}. ${engine.reason ? engineText(engine.reason) : msg('All kernels passed the self-test.')}"
      >${kind}</button
    >
    <div id="engine" popover role="group" aria-label=${msg('Engine menu')}>
      <h2>${kind} · ${adapter}</h2>
      <p>${
        engine.backend === 'webgpu'
          ? msg(
              'Training runs on WebGPU with the lab’s own WGSL kernels. Each was checked against a reference implementation at start-up.',
            )
          : msg('Training runs on the CPU. All features work as on a GPU, only slower.')
      }</p>
      ${engine.reason ? html`<p><strong>${msg('Reason:')}</strong> ${engineText(engine.reason)}</p>` : nothing}
      ${engine.inSoftware ? html`<p>${SOFTWARE_ADAPTER_NOTE}</p>` : nothing}
      <div class="actions">
        ${this.#otherEngine(engine)}
        ${this.activation ? html`<button @click=${this.#requestKernel}>${msg('Kernel source …')}</button>` : nothing}
        <button @click=${this.#openSpeed}>${msg('Measure speed')}</button>
        <button @click=${this.#requestDiagnostics}>${msg('Diagnostics …')}</button>
      </div>
    </div>`;
  }

  /** A switch to the other engine. There is none if the CPU engine is a fallback, because WebGPU is unavailable then. */
  #otherEngine({ backend, reason }: Engine): TemplateResult | typeof nothing {
    if (backend !== 'webgpu' && reason) return nothing;
    const [engine, label] =
      backend === 'webgpu' ? (['cpu', msg('Use the CPU')] as const) : (['auto', msg('Use WebGPU')] as const);
    const choose = () => {
      this.#closeEngine();
      this.dispatchEvent(new DeviceSettingsEvent({ engine }));
    };
    return html`<button ?disabled=${this.lab.pending !== undefined} @click=${choose}>${label}</button>`;
  }

  #figuresNow(): TemplateResult {
    if (this.lab.reading) return this.#reading();
    if (this.#hasNoFigures) return this.#emptyState();
    if (this.note) return html`<span>${this.note}</span>`;
    return this.digits ? this.#digitFigures(this.digits) : this.#figures();
  }

  #reading(): TemplateResult {
    return html`<span>${runStatusText(this.lab)}</span>
      <button @click=${() => this.dispatchEvent(new StopReadingEvent())}>${msg('Stop reading')}</button>`;
  }

  #emptyState(): TemplateResult {
    const { pending, fatalError } = this.lab;
    if (fatalError) return html`<span>${fatalError}</span>`;
    if (pending === 'engine') return html``;
    return html`<span>${pending ? msg('Preparing model …') : msg('No model. Choose one in Train.')}</span>`;
  }

  #figures(): TemplateResult {
    const { run, step, series, unitsPerSecond, runState } = this.lab;
    const losses = smoothLosses(series, 10);
    return html`
      <lab-model-menu role="group" aria-label=${msg('Current model')} .lab=${this.lab} .saved=${this.switcher?.runs ?? []} .openRun=${this.switcher?.current.model.id}></lab-model-menu>
      ${
        run?.isReadOnly
          ? html`<span class="step">${msg('read-only')}</span>`
          : html`<span class="step">${msg(html`step <b>${formatInteger(step)}</b><span class="optional"> of ${formatInteger(run?.training.steps ?? 0)}</span>`)}</span>`
      }
      ${losses.length > 0 ? this.#losses(losses) : nothing}
      ${
        runState === 'training' && unitsPerSecond > 0
          ? html`<span class="optional">${msg(html`<b>${formatCompact(unitsPerSecond)}</b> tokens/s`)}</span>`
          : nothing
      }
    `;
  }

  #digitFigures({
    run,
    step,
    series,
    unitsPerSecond,
    runState,
    evaluations,
    data,
    isBundled,
    isAside,
  }: DigitState): TemplateResult {
    if (!run) return this.lab.engine ? html`<span>${msg('Loading digit network …')}</span>` : html``;
    const sizes = run.sizes.join('-');
    const costs = smoothLosses(series, 100);
    const test = evaluations.at(-1)?.test;
    return html`
      <span title=${engineText(run.description)}
        ><b>${isAside ? msg(str`your own digit network ${sizes}`) : msg(str`digit network ${sizes}`)}</b
        ><span class="optional"> ${isAside ? msg('· not on the stage now') : msg(str`· ${formatInteger(run.parameterCount)} weights and biases${isBundled ? msg(', pretrained') : ''}`)}</span></span
      >
      <span class="step">${msg(html`step <b>${formatInteger(step)}</b><span class="optional"> of ${formatInteger(run.training.steps)}</span>`)}</span>
      ${
        costs.length > 0
          ? html`${sparkline(msg('Cost by step'), costs, 'optional')}
              <span class="loss" title=${msg('Mean cost of recent batches; 0 is perfect.')}
                >${msg(html`cost <b>${formatLoss(costs.at(-1))}</b>`)}</span>`
          : nothing
      }
      ${
        test
          ? html`<span title=${msg(str`Accuracy on ${formatInteger(test.count)} test images, which are not trained on.`)}
              >${msg(html`<b>${formatPercent(test.accuracy)}</b> accuracy<span class="optional"> on ${formatInteger(test.count)} test images</span>`)}</span>`
          : nothing
      }
      ${
        data.pending
          ? html`<span class="optional">${msg(html`loading images: <b>${formatInteger(data.pending.loaded)}</b> of ${formatInteger(data.pending.total)}`)}</span>`
          : runState === 'training' && unitsPerSecond > 0
            ? html`<span class="optional">${msg(html`<b>${formatCompact(unitsPerSecond)}</b> images/s`)}</span>`
            : nothing
      }
    `;
  }

  #losses(losses: readonly number[]): TemplateResult {
    return html`${sparkline(msg('Training loss by step'), losses, 'optional')}
      <span class="loss" title=${msg('Mean cross-entropy of the next token over recent batches, in nats.')}
        >${msg(html`loss <b>${formatLoss(losses.at(-1))}</b> nats`)}</span>`;
  }

  #buttons(): TemplateResult {
    const { engine, pending, fatalError, source, run } = this.lab;
    if (run?.isReadOnly && !this.digits) return html``;
    const { runState } = this.digits ?? this.lab;
    const busy = this.digits ? this.digits.isPending || !this.digits.run : pending !== undefined;
    // A checkpoint preview is read-only.
    const isCheckpointPreview = (this.digits ?? this.lab).previewStep !== undefined;
    const idle = !engine || busy || fatalError !== undefined || isCheckpointPreview;
    const main = mainAction(runState, this.digits ? this.digits.isBundled : source?.from === 'bundle');
    const canStep = runState === 'ready' || runState === 'paused';
    const icons = { create: playIcon, train: playIcon, pause: pauseIcon, retrain: restartIcon };
    return html`
      <button class="step-button" ?disabled=${idle || !canStep} title=${msg('Train one step')} @click=${() => this.#act('step')}>
        ${stepIcon}<span class="step-word">${msg('Step')}</span>
      </button>
      ${
        this.mainButton !== 'never'
          ? html`<button class="primary main ${this.mainButton}" ?disabled=${idle} title=${main.hint ?? nothing} @click=${() => this.#act(main.action)}>
              ${icons[main.action]} ${main.label}
            </button>`
          : nothing
      }
    `;
  }

  #requestKernel(): void {
    this.#closeEngine();
    if (this.activation) this.dispatchEvent(new KernelRequestEvent(this.activation));
  }

  #requestDiagnostics(): void {
    this.#closeEngine();
    this.dispatchEvent(new DiagnosticsRequestEvent());
  }

  #openSpeed(): void {
    this.#closeEngine();
    this.dispatchEvent(new ViewChangeEvent('speed'));
  }

  #closeEngine(): void {
    this.renderRoot.querySelector<HTMLElement>('#engine')?.hidePopover();
  }

  #act(action: RunAction): void {
    this.dispatchEvent(new RunActionEvent(action));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-dock': Dock;
  }
}
