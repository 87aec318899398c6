// A slider over the steps of which the run's state was kept: all views show the model as it was then.

import { html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { BranchEvent, CheckpointEvent } from '../../../events.ts';
import { formatInteger } from '../../../format/numbers.ts';
import { baseStyles } from '../../../styles/base.styles.ts';
import { checkpointSliderStyles } from './checkpoint-slider.styles.ts';

/**
 * @property steps - those that can be looked back at
 * @property shown - the one that is; absent while the present is shown
 * @fires lab-checkpoint - another step, or the present, is wanted
 * @fires lab-branch - the shown state is to be trained on, as a new run
 */
@customElement('lab-checkpoint-slider')
export class CheckpointSlider extends LitElement {
  static override styles = [baseStyles, checkpointSliderStyles];

  @property({ attribute: false }) steps: readonly number[] = [];
  @property({ attribute: false }) selectedStep?: number;

  protected override willUpdate(): void {
    this.toggleAttribute('past', this.selectedStep !== undefined);
  }

  protected override render() {
    const { steps, selectedStep } = this;
    const valueText = selectedStep === undefined ? 'the present' : `step ${formatInteger(selectedStep)}`;
    const at = selectedStep === undefined ? steps.length : steps.indexOf(selectedStep);
    return html`
      <label for="at">${selectedStep === undefined ? 'Look back' : html`<b>This is the past</b>`}</label>
      <input
        id="at"
        type="range"
        min="0"
        max=${steps.length}
        .value=${String(at)}
        aria-valuetext=${valueText}
        title="The states kept of this training; the right end is the present. Arrow keys move it."
        @input=${this.#move}
      />
      <output for="at" class="numbers">${selectedStep === undefined ? valueText : html`as it was at <b>${valueText}</b>`}</output>
      ${
        selectedStep === undefined
          ? nothing
          : html`<div class="buttons">
              <button class="primary" @click=${() => this.dispatchEvent(new CheckpointEvent(undefined))}>
                Back to the present
              </button>
              <button
                title="What follows becomes a run of its own; the one you look back at stays as it is."
                @click=${() => this.dispatchEvent(new BranchEvent())}
              >
                Train on from here<span class="optional">, as a new run</span>
              </button>
            </div>`
      }
    `;
  }

  #move(event: Event): void {
    const { value } = event.target as HTMLInputElement;
    // Past the last of them lies the present.
    this.dispatchEvent(new CheckpointEvent(this.steps[Number(value)]));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-checkpoint-slider': CheckpointSlider;
  }
}
