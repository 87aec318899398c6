// A slider over the steps of which the run's state was kept: all views show the model as it was then.

import { html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { BranchEvent, LookBackEvent } from '../../events.ts';
import { baseStyles } from '../../styles/base.styles.ts';
import { whole } from '../numbers.ts';
import { timeLineStyles } from './time-line.styles.ts';

/**
 * @property steps - those that can be looked back at
 * @property shown - the one that is; absent while the present is shown
 * @fires lab-look-back - another step, or the present, is wanted
 * @fires lab-branch - the shown state is to be trained on, as a new run
 */
@customElement('lab-time-line')
export class TimeLine extends LitElement {
  static override styles = [baseStyles, timeLineStyles];

  @property({ attribute: false }) steps: readonly number[] = [];
  @property({ attribute: false }) shown?: number;

  protected override willUpdate(): void {
    this.toggleAttribute('past', this.shown !== undefined);
  }

  protected override render() {
    const { steps, shown } = this;
    const words = shown === undefined ? 'the present' : `step ${whole(shown)}`;
    const at = shown === undefined ? steps.length : steps.indexOf(shown);
    return html`
      <label for="at">${shown === undefined ? 'Look back' : html`<b>This is the past</b>`}</label>
      <input
        id="at"
        type="range"
        min="0"
        max=${steps.length}
        .value=${String(at)}
        aria-valuetext=${words}
        title="The states kept of this training; the right end is the present. Arrow keys move it."
        @input=${this.#move}
      />
      <output for="at" class="numbers">${shown === undefined ? words : html`as it was at <b>${words}</b>`}</output>
      ${
        shown === undefined
          ? nothing
          : html`<div class="buttons">
              <button class="primary" @click=${() => this.dispatchEvent(new LookBackEvent(undefined))}>
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
    this.dispatchEvent(new LookBackEvent(this.steps[Number(value)]));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-time-line': TimeLine;
  }
}
