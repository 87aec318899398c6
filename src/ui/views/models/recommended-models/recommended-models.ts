// What a chapter's stage looks into: the model it was made for, trained or to be trained by the visitor, one click each.

import { html, LitElement, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { ModelChangeEvent } from '../../../events.ts';
import { baseStyles } from '../../../styles/base.styles.ts';
import { INITIAL_LAB, isBundledModel, type LabState } from '../../../types/lab.ts';
import { recommendedModelsStyles } from './recommended-models.styles.ts';

/**
 * Beside the words that say what model it looks into.
 *
 * @property lab - what the worker has told so far
 * @property models - the presets that show best what the chapter tells
 * @fires lab-model - a trained model, or fresh weights to train, were asked for
 */
@customElement('lab-recommended-models')
export class RecommendedModels extends LitElement {
  static override styles = [baseStyles, recommendedModelsStyles];

  @property({ attribute: false }) lab: LabState = INITIAL_LAB;
  @property({ attribute: false }) models: readonly { preset: string; shows: string }[] = [];

  protected override render() {
    const { run, runState, pending } = this.lab;
    const chosen = this.models.find(({ preset }) => preset === run?.preset) ?? this.models[0];
    const { preset, shows } = chosen;
    const busy = !run || pending !== undefined;
    const shipped = isBundledModel(this.lab, preset);
    const training = runState === 'training' && run?.preset === preset;
    const others = this.models.filter((model) => model !== chosen);
    return html`${run?.preset === preset ? '' : html`<span title="Here one sees ${shows}">Best seen with <b>${preset}</b></span>`}
      ${shipped ? '' : this.#button(`Open it trained`, preset, 'trained', busy)}
      ${training ? '' : this.#button('Train from scratch', preset, 'fresh', busy)}
      ${others.map((other) => html`<span>or</span>${this.#button(`${other.preset}, ${other.shows}`, other.preset, 'trained', busy)}`)}`;
  }

  #button(label: string, preset: string, weights: 'trained' | 'fresh', disabled: boolean): TemplateResult {
    const requestModel = () => this.dispatchEvent(new ModelChangeEvent(preset, weights));
    return html`<button class="plain" ?disabled=${disabled} @click=${requestModel}>${label}</button>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-recommended-models': RecommendedModels;
  }
}
