// A slider over the run's saved checkpoints. All views show the selected one.

import { msg, str } from '@lit/localize';
import { html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { BranchEvent, CheckpointEvent } from '../../../events/index.ts';
import { formatInteger } from '../../../format/numbers.ts';
import { baseStyles } from '../../../styles/base.styles.ts';
import { checkpointSliderStyles } from './checkpoint-slider.styles.ts';

const RECORDED_HINT = msg(
  'Checkpoints of the training that made this model, each loaded when it is selected; the right end is the latest step.',
);

/**
 * @summary Selects a checkpoint of the current run, or its latest step.
 *
 * @property steps - Steps with a saved checkpoint, ascending; with fewer than two there is nothing to select.
 * @property recordedSteps - Those recorded with a bundled model.
 * @property selectedStep - Step of the previewed checkpoint; absent for the latest step.
 * @fires lab-checkpoint - A checkpoint, or the latest step, is selected.
 * @fires lab-branch - A new run from the previewed checkpoint is requested.
 */
@customElement('lab-checkpoint-slider')
export class CheckpointSlider extends LitElement {
  static override styles = [baseStyles, checkpointSliderStyles];

  @property({ attribute: false }) steps: readonly number[] = [];
  @property({ attribute: false }) recordedSteps: readonly number[] = [];
  @property({ attribute: false }) selectedStep?: number;

  protected override willUpdate(): void {
    this.toggleAttribute('preview', this.selectedStep !== undefined);
  }

  protected override render() {
    const { steps, selectedStep } = this;
    const valueText =
      selectedStep === undefined ? msg('latest') : msg(str`step ${formatInteger(selectedStep)}`);
    const position = selectedStep === undefined ? steps.length : steps.indexOf(selectedStep);
    return html`
      <label for="step">${selectedStep === undefined ? msg('Checkpoint') : html`<b>${msg('Viewing checkpoint')}</b>`}</label>
      <input
        id="step"
        type="range"
        min="0"
        max=${steps.length}
        .value=${String(position)}
        ?disabled=${steps.length < 2 && selectedStep === undefined}
        aria-valuetext=${valueText}
        title=${this.recordedSteps.length > 0 ? RECORDED_HINT : msg('Saved checkpoints of this run; the right end is the latest step.')}
        @input=${this.#move}
      />
      <output for="step" class="numbers">${selectedStep === undefined ? valueText : html`<b>${valueText}</b>`}</output>
      ${
        selectedStep === undefined
          ? nothing
          : html`<div class="buttons">
              <button class="primary" @click=${() => this.dispatchEvent(new CheckpointEvent(undefined))}>
                ${msg('Return to latest')}
              </button>
              <button
                title=${msg(str`Starts a new run from this checkpoint${this.recordedSteps.includes(selectedStep) ? msg(', with a fresh optimizer') : ''}; the original run is unchanged.`)}
                @click=${() => this.dispatchEvent(new BranchEvent())}
              >
                ${msg(html`Branch<span class="optional"> from this checkpoint</span>`)}
              </button>
            </div>`
      }
    `;
  }

  #move(event: Event): void {
    const { value } = event.target as HTMLInputElement;
    // The position after the last checkpoint is the latest step.
    this.dispatchEvent(new CheckpointEvent(this.steps[Number(value)]));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-checkpoint-slider': CheckpointSlider;
  }
}
