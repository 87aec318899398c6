// The AND gate: the video's example, and AND-like neurons of the current model.

import { msg, str } from '@lit/localize';
import { html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { AndGatesResult, AndNeuron } from '../../../../../workers/rpc/api/lab-api.ts';
import { formatFixed, formatInteger, formatPercent, formatSigned } from '../../../../format/numbers.ts';
import { baseStyles } from '../../../../styles/base.styles.ts';
import { panelStyles } from '../../../../styles/panel.styles.ts';
import type { LensTaskState } from '../../../../types/task.ts';
import { type ChosenFact, neuronChoice, toyChoice } from '../../choices.ts';
import { factPicker, layerPicker, lensJobStatus } from '../../controls.ts';
import { QueryEvent } from '../../events.ts';
import { PEOPLE, type ToyActivation, type ToyRow, type ToySettings, toyNeuron } from '../../toy.ts';
import { gateStyles, gateTable } from '../gate-table.ts';
import { ablationFindings, ablationTable } from './ablation-table.ts';

/**
 * The video's neuron for several people, and a search for AND gates in the model.
 *
 * @property settings - Settings of the video's neuron.
 * @property facts - Facts of the data set with the model's answers.
 * @property fact - The selected fact.
 * @property layer - Layer of the MLP, 0-based.
 * @property layers - Number of layers.
 * @property search - The search for AND gates.
 * @property average - Accuracy over many facts with neurons ablated.
 * @fires lab-choice - The visitor changes the video's neuron, or selects a fact or a neuron.
 * @fires lab-query - The visitor starts or stops a lens.
 */
@customElement('lab-and-gate')
export class AndGate extends LitElement {
  static override styles = [baseStyles, panelStyles, gateStyles];

  @property({ attribute: false }) settings!: ToySettings;
  @property({ attribute: false }) facts: LensTaskState<'facts'> = {};
  @property({ attribute: false }) fact?: ChosenFact;
  @property({ type: Number }) layer = 0;
  @property({ type: Number }) layers = 1;
  @property({ attribute: false }) search: LensTaskState<'and-gates'> = {};
  @property({ attribute: false }) average: LensTaskState<'and-gates-facts'> = {};

  override render() {
    return html`${this.#example()} ${this.#renderModelSection()} ${this.#renderAverage()}`;
  }

  #example() {
    return html`
      <section class="card" aria-label=${msg('Neuron of the video')}>
        <h2>${msg('One neuron: row, bias, curve')}</h2>
        ${this.#choices()} ${this.#people()}
        <p class="explained">
          ${msg('With the row M + J, a bias of −1 and ReLU the neuron is active only for both names together: an AND gate. Without an activation function, one matching name would give half of the result.')}
        </p>
      </section>
    `;
  }

  #choices() {
    const { row, bias, curve } = this.settings;
    const set = (settings: Partial<ToySettings>) => this.dispatchEvent(toyChoice(settings));
    return html`
      <div class="controls">
        <label>
          ${msg('its row R')}
          <select @change=${(event: Event) => set({ row: inputValue(event) as ToyRow })}>
            ${(['M', 'M + J'] as const).map((each) => html`<option .selected=${each === row}>${each}</option>`)}
          </select>
        </label>
        <label class="grow">
          ${msg(str`its bias: ${formatSigned(bias)}`)}
          <input
            type="range" min="-2" max="1" step="0.1" .value=${String(bias)}
            @input=${(event: Event) => set({ bias: Number(inputValue(event)) })}
          />
        </label>
        <label>
          ${msg('its curve')}
          <select @change=${(event: Event) => set({ curve: inputValue(event) as ToyActivation })}>
            ${(['none', 'ReLU', 'GELU'] as const).map((each) => html`<option value=${each} .selected=${each === curve}>${each === 'none' ? msg('none') : each}</option>`)}
          </select>
        </label>
      </div>
    `;
  }

  #people() {
    const { curve } = this.settings;
    return html`
      <div class="scroll" tabindex="0">
        <table>
          <thead>
            <tr>
              <th scope="col">${msg('the vector stands for')}</th>
              <th scope="col">R · E</th>
              <th scope="col">${msg('+ bias')}</th>
              <th scope="col">${curve === 'none' ? msg('no curve') : curve}</th>
            </tr>
          </thead>
          <tbody>
            ${PEOPLE.map((person) => {
              const { product, pre, post } = toyNeuron(person, this.settings);
              return html`
                <tr class=${post > 0.5 ? 'marked' : ''}>
                  <th scope="row">${person.name}</th>
                  <td>${formatSigned(product)}</td>
                  <td>${formatSigned(pre)}</td>
                  <td>${formatSigned(post)}</td>
                </tr>
              `;
            })}
          </tbody>
        </table>
      </div>
    `;
  }

  #renderModelSection() {
    const { facts, fact, search } = this;
    return html`
      <section class="card" aria-label=${msg('In the current model')}>
        <h2>${msg('In the current model')}</h2>
        <div class="controls">
          ${facts.result && fact ? factPicker(this, facts.result, fact) : nothing}
          ${layerPicker(this, this.layer, this.layers)}
          <button class="primary" ?disabled=${!fact || search.progress !== undefined} @click=${this.#requestSearch}>
            ${msg('Find AND gates')}
          </button>
        </div>
        ${lensJobStatus(this, 'facts', facts)} ${lensJobStatus(this, 'and-gates', search)}
        ${search.result ? this.#renderResult(search.result) : this.#renderSearchPrompt()}
      </section>
    `;
  }

  readonly #requestSearch = () => {
    if (!this.fact) return;
    const { subject, relation } = this.fact;
    this.dispatchEvent(new QueryEvent('and-gates', { subject, relation, layer: this.layer }));
  };

  #renderSearchPrompt() {
    return html`<p class="explained">
      ${msg('The search evaluates every neuron of this MLP at the answer position for all people in the data set. The table then compares its activation for this person, for people with one of the names, and for all others.')}
    </p>`;
  }

  #renderResult(reading: AndGatesResult) {
    const { subject, answer, layer, sameFirst, sameLast, facts, step } = reading;
    return html`
      <p>
        ${msg(str`${subject} → ${answer}, MLP ${layer + 1}, step ${formatInteger(step)}. Others who share the first name: ${formatInteger(sameFirst)}; the last name: ${formatInteger(sameLast)}.`)}
      </p>
      ${
        reading.byAnd.length > 0
          ? this.#neurons(msg('The most AND-like neurons'), reading.byAnd)
          : html`<p class="explained">
              ${msg('Nobody shares both names, so there is no comparison with either name alone. Select another person, or the data set “league”, in which all names are shared.')}
            </p>`
      }
      ${this.#neurons(msg(str`The neurons that add most to “${answer}”`), reading.byContribution)}
      <p class="explained">
        ${msg(str`Mean activations at the answer position. Marked AND: at least twice as active for both names together as for either name with others. “Contribution” is the change of the answer’s logit (its score before softmax) relative to the average token. Of ${formatInteger(facts.asked)} people with both names shared, ${formatPercent(facts.withAnd / Math.max(1, facts.asked))} have at least one AND neuron in this MLP (${formatFixed(facts.unitsEach, 1)} on average); with activations shuffled between people ${formatPercent(facts.withAndByChance / Math.max(1, facts.asked))}. So the mark alone proves nothing; ablation below does.`)}
      </p>
      ${ablationTable(reading.switchedOff, msg(str`right about ${subject}`))}
    `;
  }

  /** The effect of ablation over many facts, since one fact alone is not significant. */
  #renderAverage() {
    const { average } = this;
    const requestAverage = () => this.dispatchEvent(new QueryEvent('and-gates-facts', { layer: this.layer }));
    return html`
      <section class="card" aria-label=${msg('Cause or correlation')}>
        <h2>${msg('Cause or correlation?')}</h2>
        <p class="explained">
          ${msg('An activation that goes with a fact is only a correlation. The neuron is a cause if the model loses the fact without it. So ten neurons at a time are ablated (set to zero), and all facts are queried again.')}
        </p>
        <div class="controls">
          <button ?disabled=${average.progress !== undefined} @click=${requestAverage}>${msg(str`Switch off for 20 facts, MLP ${this.layer + 1}`)}</button>
        </div>
        ${lensJobStatus(this, 'and-gates-facts', average)}
        ${
          average.result
            ? html`
              ${ablationTable(average.result.switchedOff, msg(str`right about the fact, of ${formatInteger(average.result.subjects.length)}`))}
              ${ablationFindings(average.result).map((sentence) => html`<p>${sentence}</p>`)}
            `
            : nothing
        }
        <p class="explained">
          ${msg('Compare “facts” with “league” (choose it above the stage). “facts” has real names and two layers that share the task. “league” has one layer, and only the first and last name together determine the sport, as in the video.')}
        </p>
      </section>
    `;
  }

  #neurons(title: string, neurons: readonly AndNeuron[]) {
    const rows = neurons.slice(0, 5).map(({ neuron, table, isAnd, contribution }) => ({
      unit: neuron,
      isAnd,
      both: table?.both,
      table,
      note: formatSigned(contribution),
      select: () => this.dispatchEvent(neuronChoice(neuron)),
    }));
    return gateTable(title, msg('neuron'), msg('contribution'), rows);
  }
}

const inputValue = (event: Event) => (event.target as HTMLInputElement | HTMLSelectElement).value;

declare global {
  interface HTMLElementTagNameMap {
    'lab-and-gate': AndGate;
  }
}
