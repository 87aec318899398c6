// The strip at the foot of every view: which model, how far, how fast, on what; and the buttons that move it.

import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { smoothLosses } from '../../../history/series.ts';
import type { Engine } from '../../../workers/lab-api.ts';
import type { DigitState } from '../../controllers/digit-store.ts';
import type { LabState } from '../../controllers/lab-state.ts';
import { INITIAL_LAB } from '../../controllers/lab-state.ts';
import { DeviceChoiceEvent, DiagnosticsRequestEvent, type RunAction, RunActionEvent } from '../../events.ts';
import { baseStyles } from '../../styles/base.styles.ts';
import { againIcon, pauseIcon, playIcon, stepIcon } from '../../styles/icons.ts';
import { percent, whole } from '../numbers.ts';
import { loss, short } from '../quantities.ts';
import '../model-menu/model-menu.ts';
import '../sparkline/sparkline.ts';
import { dockStyles } from './dock.styles.ts';
import { engineNames, IN_SOFTWARE, mainAction } from './run-actions.ts';

/**
 * The model's dock.
 *
 * @property lab - what the worker has told so far
 * @property digits - the same of the digit network, where that is the one to show and operate
 * @fires lab-run - a button was pressed
 * @fires lab-device - another engine was chosen
 * @fires lab-diagnostics - the machine is to be described and measured
 */
@customElement('lab-dock')
export class Dock extends LitElement {
  static override styles = [baseStyles, dockStyles];

  @property({ attribute: false }) lab: LabState = INITIAL_LAB;

  @property({ attribute: false }) digits?: DigitState;

  protected override render() {
    return html`${this.#engine()}
      <div class="figures">
        ${this.digits ? this.#digitFigures(this.digits) : this.lab.run ? this.#figures() : this.#empty()}
      </div>
      ${this.#buttons()}`;
  }

  #engine(): TemplateResult {
    const { engine, failure } = this.lab;
    if (failure) return html`<span class="badge failed" title=${failure}>Engine stopped</span>`;
    if (!engine) return html`<span class="badge waiting">Testing the engine …</span>`;
    const [kind, adapter] = engineNames(engine);
    return html`<button
      class="badge ${engine.backend}"
      popovertarget="engine"
      title=${engine.reason ?? 'Every kernel was tested on this adapter when the page started.'}
      >${kind}<span class="optional">· ${engine.threads ? `${engine.threads} threads` : adapter}</span></button
    >
    <div id="engine" popover>
      <h2>${kind} · ${adapter}</h2>
      <p>${
        engine.backend === 'webgpu'
          ? 'Training runs through WebGPU on this adapter, with the lab’s own WGSL kernels. Each was compared with plain arithmetic when the page started.'
          : 'Training runs on the processor of this device. Everything works as on a graphics processor, only slower.'
      }</p>
      ${engine.reason ? html`<p><strong>Why:</strong> ${engine.reason}</p>` : nothing}
      ${engine.inSoftware ? html`<p>${IN_SOFTWARE}</p>` : nothing}
      <div class="ways">
        ${this.#otherEngine(engine)}
        <button @click=${this.#askForDiagnostics}>Diagnostics …</button>
      </div>
    </div>`;
  }

  /** The other engine, where there is one to choose: the CPU that was not chosen stands in for a WebGPU that failed. */
  #otherEngine({ backend, reason }: Engine): TemplateResult | typeof nothing {
    if (backend !== 'webgpu' && reason) return nothing;
    const [engine, words] =
      backend === 'webgpu' ? (['cpu', 'Use the CPU'] as const) : (['auto', 'Use WebGPU'] as const);
    const choose = () => {
      this.#closeEngine();
      this.dispatchEvent(new DeviceChoiceEvent({ engine }));
    };
    return html`<button ?disabled=${this.lab.waiting !== undefined} @click=${choose}>${words}</button>`;
  }

  #empty(): TemplateResult {
    const { waiting, failure } = this.lab;
    if (failure) return html`<span>${failure}</span>`;
    if (waiting === 'engine') return html``;
    return html`<span>${waiting ? 'Making the first model …' : 'No model yet: choose one in Train.'}</span>`;
  }

  #figures(): TemplateResult {
    const { run, step, series, unitsPerSecond, runState } = this.lab;
    const losses = smoothLosses(series, 10);
    return html`
      <lab-model-menu .lab=${this.lab}></lab-model-menu>
      ${
        run?.onlyLookedAt
          ? html`<span class="step">to look into</span>`
          : html`<span class="step">step <b>${whole(step)}</b><span class="optional"> of ${whole(run?.training.steps ?? 0)}</span></span>`
      }
      ${losses.length > 0 ? this.#losses(losses) : nothing}
      ${
        runState === 'training' && unitsPerSecond > 0
          ? html`<span class="optional"><b>${short(unitsPerSecond)}</b> tokens/s</span>`
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
    shipped,
  }: DigitState): TemplateResult {
    if (!run) return this.lab.engine ? html`<span>Opening the digit network …</span>` : html``;
    const costs = smoothLosses(series, 100);
    const test = evaluations.at(-1)?.test;
    return html`
      <span title=${run.description}
        ><b>digits ${run.sizes.slice(1, -1).join('-')}</b
        ><span class="optional"> · ${whole(run.parameterCount)} weights and biases${shipped ? ', trained' : ''}</span></span
      >
      <span class="step">step <b>${whole(step)}</b><span class="optional"> of ${whole(run.training.steps)}</span></span>
      ${
        costs.length > 0
          ? html`<lab-sparkline class="optional" .values=${costs} label="Cost so far"></lab-sparkline>
              <span class="loss" title="How far the ten outputs are from what they should be, on average over the last batches; 0 is perfect."
                >cost <b>${loss(costs.at(-1))}</b></span>`
          : nothing
      }
      ${
        test
          ? html`<span title="Of ${whole(test.count)} images it has never learnt from."
              ><b>${percent(test.accuracy)}</b> right<span class="optional"> of ${whole(test.count)} test images</span></span>`
          : nothing
      }
      ${
        data.coming
          ? html`<span class="optional">reading images: <b>${whole(data.coming.read)}</b> of ${whole(data.coming.total)}</span>`
          : runState === 'training' && unitsPerSecond > 0
            ? html`<span class="optional"><b>${short(unitsPerSecond)}</b> images/s</span>`
            : nothing
      }
    `;
  }

  #losses(losses: readonly number[]): TemplateResult {
    return html`<lab-sparkline class="optional" .values=${losses} label="Training loss so far"></lab-sparkline>
      <span class="loss" title="How surprised the network is by the right next token, on average; 0 is never surprised."
        >loss <b>${loss(losses.at(-1))}</b> nats</span>`;
  }

  #buttons(): TemplateResult {
    const { engine, waiting, failure, source, run } = this.lab;
    if (run?.onlyLookedAt && !this.digits) return html``;
    const { runState } = this.digits ?? this.lab;
    const busy = this.digits ? this.digits.waiting || !this.digits.run : waiting !== undefined;
    // What was cannot be trained: the line above says how to go on from it.
    const looksBack = !this.digits && this.lab.past !== undefined;
    const idle = !engine || busy || failure !== undefined || looksBack;
    const main = mainAction(runState, this.digits ? this.digits.shipped : source?.from === 'page');
    const canStep = runState === 'ready' || runState === 'paused';
    const icons = { create: playIcon, train: playIcon, pause: pauseIcon, again: againIcon };
    return html`
      <button class="step-button" ?disabled=${idle || !canStep} title="Train by one batch" @click=${() => this.#act('step')}>
        ${stepIcon}<span class="step-word">Step</span>
      </button>
      <button class="primary main" ?disabled=${idle} title=${main.hint ?? nothing} @click=${() => this.#act(main.action)}>
        ${icons[main.action]} ${main.label}
      </button>
    `;
  }

  #askForDiagnostics(): void {
    this.#closeEngine();
    this.dispatchEvent(new DiagnosticsRequestEvent());
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
