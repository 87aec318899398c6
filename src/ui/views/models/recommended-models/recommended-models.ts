// Buttons that load the models a chapter is designed for, pretrained or with new weights.

import { html, LitElement, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { ModelChangeEvent } from '../../../events/index.ts';
import { baseStyles } from '../../../styles/base.styles.ts';
import { INITIAL_LAB, isBundledModel, type LabState } from '../../../types/lab.ts';
import { recommendedModelsStyles } from './recommended-models.styles.ts';

/**
 * @summary Offers the models that a chapter recommends.
 *
 * @property lab - State of the language model.
 * @property models - Recommended presets, and what each shows.
 * @fires lab-model - A pretrained model, or one with new weights that starts training, is requested.
 */
@customElement('lab-recommended-models')
export class RecommendedModels extends LitElement {
  static override styles = [baseStyles, recommendedModelsStyles];

  @property({ attribute: false }) lab: LabState = INITIAL_LAB;
  @property({ attribute: false }) models: readonly { preset: string; shows: string }[] = [];

  protected override render() {
    const { run, runState, pending } = this.lab;
    const recommended = this.models.find(({ preset }) => preset === run?.preset) ?? this.models[0];
    const { preset, shows } = recommended;
    const busy = !run || pending !== undefined;
    const isTraining = runState === 'training' && run?.preset === preset;
    const others = this.models.filter((model) => model !== recommended);
    return html`${run?.preset === preset ? '' : html`<span title="Shows ${shows}">Recommended: <b>${preset}</b></span>`}
      ${isBundledModel(this.lab, preset) ? '' : this.#button('Load pretrained', preset, 'trained', busy)}
      ${isTraining ? '' : this.#button('Train from scratch', preset, 'fresh', busy)}
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
