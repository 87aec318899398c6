// The strip at the foot of every view: which model, how far, how fast, on what; and the buttons that move it.

import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { LabState } from '../../controllers/lab-state.ts';
import { INITIAL_LAB } from '../../controllers/lab-state.ts';
import { smoothLosses } from '../../controllers/series.ts';
import { type RunAction, RunActionEvent } from '../../events.ts';
import { baseStyles } from '../../styles/base.styles.ts';
import { againIcon, pauseIcon, playIcon, stepIcon } from '../../styles/icons.ts';
import { whole } from '../numbers.ts';
import { loss, short } from '../quantities.ts';
import '../model-menu/model-menu.ts';
import '../sparkline/sparkline.ts';
import { dockStyles } from './dock.styles.ts';
import { engineNames, mainAction } from './run-actions.ts';

/**
 * The model's dock.
 *
 * @property lab - what the worker has told so far
 * @fires lab-run - a button was pressed
 */
@customElement('lab-dock')
export class Dock extends LitElement {
  static override styles = [baseStyles, dockStyles];

  @property({ attribute: false }) lab: LabState = INITIAL_LAB;

  protected override render() {
    return html`${this.#engine()} ${this.lab.run ? this.#figures() : this.#empty()}
      <span class="grow"></span>
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
      >${kind}<span class="optional">· ${adapter}</span></button
    >
    <div id="engine" popover>
      <h2>${kind} · ${adapter}</h2>
      <p>${
        engine.backend === 'webgpu'
          ? 'Training runs through WebGPU on this adapter, with the lab’s own WGSL kernels. Each was compared with plain arithmetic when the page started.'
          : 'Training runs on the processor of this device. Everything works as on a graphics processor, only slower.'
      }</p>
      ${engine.reason ? html`<p><strong>Why:</strong> ${engine.reason}</p>` : nothing}
    </div>`;
  }

  #empty(): TemplateResult {
    const { waiting, failure } = this.lab;
    if (failure) return html`<span class="model">${failure}</span>`;
    if (waiting === 'engine') return html``;
    return html`<span class="model">${waiting ? 'Making the first model …' : 'No model yet: choose one in Train.'}</span>`;
  }

  #figures(): TemplateResult {
    const { run, step, series, unitsPerSecond, runState } = this.lab;
    const losses = smoothLosses(series, 10);
    return html`
      <lab-model-menu class="model" .lab=${this.lab}></lab-model-menu>
      <span class="step">step <b>${whole(step)}</b><span class="optional"> of ${whole(run?.training.steps ?? 0)}</span></span>
      ${losses.length > 0 ? this.#losses(losses) : nothing}
      ${
        runState === 'training' && unitsPerSecond > 0
          ? html`<span class="optional"><b>${short(unitsPerSecond)}</b> tokens/s</span>`
          : nothing
      }
    `;
  }

  #losses(losses: readonly number[]): TemplateResult {
    return html`<lab-sparkline class="optional" .values=${losses} label="Training loss so far"></lab-sparkline>
      <span class="loss" title="How surprised the network is by the right next token, on average; 0 is never surprised."
        >loss <b>${loss(losses.at(-1))}</b></span>`;
  }

  #buttons(): TemplateResult {
    const { engine, runState, waiting, failure } = this.lab;
    const idle = !engine || waiting !== undefined || failure !== undefined;
    const main = mainAction(this.lab);
    const canStep = runState === 'ready' || runState === 'paused';
    const icons = { create: playIcon, train: playIcon, pause: pauseIcon, again: againIcon };
    return html`
      <button class="step-button" ?disabled=${idle || !canStep} title="Train by one batch" @click=${() => this.#act('step')}>
        ${stepIcon}<span class="step-word">Step</span>
      </button>
      <button class="primary main" ?disabled=${idle} @click=${() => this.#act(main.action)}>
        ${icons[main.action]} ${main.label}${main.more ? html`<span class="optional"> ${main.more}</span>` : nothing}
      </button>
    `;
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
