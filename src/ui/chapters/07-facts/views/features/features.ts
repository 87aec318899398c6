// What a sparse autoencoder finds in an MLP of the loaded model: features that a few at a time describe its activations.

import { html, LitElement, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { DictionaryReading } from '../../../../../workers/lab-api.ts';
import type { LensState } from '../../../../controllers/long-look.ts';
import { baseStyles } from '../../../../styles/base.styles.ts';
import { panelStyles } from '../../../../styles/panel.styles.ts';
import { percent, whole } from '../../../../views/numbers.ts';
import { tokenLabel } from '../../../../views/token-label.ts';
import { layerPicker, lookStatus, numberInput } from '../../controls.ts';
import { LookEvent } from '../../events.ts';
import { firingList, peopleList, unitStyles, wordList } from '../unit-card.ts';

const STEPS = 300;
const SHOWN = 20;

/**
 * @property layer - whose MLP, from 0
 * @property layers - how many there are
 * @property neurons - of one MLP
 * @property dictionary - the learning of features
 * @property feature - the look at one of them
 * @fires lab-look - features are to be learnt, or one looked at
 */
@customElement('lab-features')
export class Features extends LitElement {
  static override styles = [baseStyles, panelStyles, unitStyles];

  @property({ type: Number }) layer = 0;
  @property({ type: Number }) layers = 1;
  @property({ type: Number }) neurons = 1;
  @property({ attribute: false }) dictionary: LensState<'dictionary'> = {};
  @property({ attribute: false }) feature: LensState<'feature'> = {};

  @state() private k = 8;

  override render() {
    const { answer, progress } = this.dictionary;
    return html`
      <section class="card" aria-label="Features found">
        <h2>Features spread over neurons</h2>
        <div class="controls">
          ${layerPicker(this, this.layer, this.layers)}
          ${numberInput('features at a time, at most', this.k, 1, 64, (value) => {
            this.k = value;
          })}
          <button class="primary" ?disabled=${progress !== undefined} @click=${this.#learn}>
            Look for ${whole(2 * this.neurons)} features
          </button>
        </div>
        ${lookStatus(this, 'dictionary', this.dictionary)} ${answer ? this.#found(answer) : nothing}
        <p class="explained">
          A sparse autoencoder is trained here, on this model’s own activations: it may describe each with only a few of many
          directions. If a feature is spread over several neurons, it can come out as one of these. What is not always better is
          said as well: some directions are never used, and some variance is missed.
        </p>
      </section>
      ${this.#card()}
    `;
  }

  readonly #learn = () => {
    const { layer, k } = this;
    this.dispatchEvent(
      new LookEvent('dictionary', { layer, k, features: 2 * this.neurons, steps: STEPS, seed: 1 }),
    );
  };

  #found(reading: DictionaryReading) {
    const { step, layer, features, neurons, activations, explained, used, dead, summaries, facts } = reading;
    return html`
      <p>
        MLP ${layer + 1} at step ${whole(step)}: ${whole(features)} features for ${whole(neurons)} neurons, learnt from
        ${whole(activations)} activations. They account for ${percent(explained)} of the variance with ${used.toFixed(1)} features
        at a time; ${whole(dead)} are never used.
      </p>
      ${
        facts
          ? html`<p>
              Of ${whole(facts.asked)} people who share both their names with others, ${whole(facts.withFeature)} have a feature that
              is used for the pair and at least twice as much as for either name with others; ${whole(facts.withNeuron)} have such
              a neuron.
            </p>`
          : nothing
      }
      <div class="scroll" tabindex="0">
        <table>
          <thead>
            <tr>
              <th scope="col">feature</th>
              <th scope="col">used at</th>
              <th scope="col" class="text">most at the last token of</th>
            </tr>
          </thead>
          <tbody>
            ${summaries.slice(0, SHOWN).map(({ feature, frequency, strongest }) => {
              const { tokens, position } = strongest;
              const show = () => this.dispatchEvent(new LookEvent('feature', { feature }));
              return html`
                <tr>
                  <th scope="row"><button class="plain" @click=${show}>feature ${feature + 1}</button></th>
                  <td>${percent(frequency)} of tokens</td>
                  <td>${tokens
                    .slice(0, position + 1)
                    .map(tokenLabel)
                    .join(' ')}</td>
                </tr>
              `;
            })}
          </tbody>
        </table>
      </div>
      <p class="explained">The ${whole(Math.min(SHOWN, summaries.length))} most frequent of ${whole(summaries.length)} that are used.</p>
    `;
  }

  #card() {
    const { answer, error } = this.feature;
    if (error) return html`<p role="alert">${error}</p>`;
    if (!answer) return nothing;
    const { feature, writes, fires, subjects } = answer;
    return html`
      <section class="card" aria-label="One feature">
        <h2>Feature ${feature + 1}</h2>
        <div class="columns">
          ${wordList('makes these tokens likelier (logit for each unit)', writes.promoted)}
          ${wordList('and these less likely', writes.suppressed)}
        </div>
        ${firingList(fires)} ${peopleList(subjects, 'used most in questions about (mean amount)')}
      </section>
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-features': Features;
  }
}
