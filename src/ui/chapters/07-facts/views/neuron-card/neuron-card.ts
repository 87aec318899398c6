// One neuron of the loaded model: what it asks, what it adds, where it fires, and the network with it set by hand.

import { html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { NeuronReading, TokenProbability } from '../../../../../workers/lab-api.ts';
import { labContext } from '../../../../controllers/contexts.ts';
import type { LensState } from '../../../../controllers/long-look.ts';
import { StoreReader } from '../../../../controllers/store-reader.ts';
import { baseStyles } from '../../../../styles/base.styles.ts';
import { panelStyles } from '../../../../styles/panel.styles.ts';
import { heardOf } from '../../../../views/heard.ts';
import '../../../../views/next-token/next-token.ts';
import { signed, whole } from '../../../../views/numbers.ts';
import { tokenLabel } from '../../../../views/token-label.ts';
import { layerPicker, lookStatus, numberInput } from '../../controls.ts';
import { HoldEvent, PickEvent } from '../../events.ts';
import { firingList, pairList, peopleList, unitStyles, wordList } from '../unit-card.ts';

/** How far the slider goes either way. */
const FURTHEST = 6;

/**
 * @property neuron - from 0
 * @property neurons - how many the MLP has
 * @property layer - from 0
 * @property layers - how many there are
 * @property look - the reading of this neuron
 * @property next - what the model says after the prompt
 * @property changed - and with the neuron set by hand
 * @property held - what it is held at, at every token; undefined leaves it alone
 * @fires lab-pick - another neuron
 * @fires lab-focus - another layer
 * @fires lab-hold - it is to be held at a value, or let go
 * @fires lab-look - the reading is to stop
 */
@customElement('lab-neuron-card')
export class NeuronCard extends LitElement {
  static override styles = [baseStyles, panelStyles, unitStyles];

  @property({ type: Number }) neuron = 0;
  @property({ type: Number }) neurons = 1;
  @property({ type: Number }) layer = 0;
  @property({ type: Number }) layers = 1;
  @property({ attribute: false }) look: LensState<'neuron'> = {};
  @property({ attribute: false }) next: readonly TokenProbability[] = [];
  @property({ attribute: false }) changed?: readonly TokenProbability[];
  @property({ attribute: false }) held?: number;

  readonly #heard = new StoreReader(this, labContext, heardOf);

  override render() {
    const { answer, asked } = this.look;
    const current = asked?.neuron === this.neuron && asked.layer === this.layer ? answer : undefined;
    return html`
      <section class="card" aria-label="One neuron">
        <h2>Neuron ${whole(this.neuron + 1)} of MLP ${this.layer + 1}</h2>
        <div class="controls">
          ${numberInput(`neuron, of ${whole(this.neurons)}`, this.neuron + 1, 1, this.neurons, (value) =>
            this.dispatchEvent(new PickEvent({ neuron: value - 1 })),
          )}
          ${layerPicker(this, this.layer, this.layers)}
        </div>
        ${lookStatus(this, 'neuron', this.look, this.#heard.value)} ${current ? this.#card(current) : nothing}
      </section>
      ${this.#byHand()}
    `;
  }

  #card({ inText, asks, subjects, writes, fires }: NeuronReading) {
    return html`
      ${inText ? this.#inText(inText) : nothing}
      <div class="columns">
        ${wordList('its row asks for these tokens most', asks.most)}
        ${wordList('and for these least', asks.least)}
        ${pairList('of all pairs of tokens in the data, for these most', asks.pairs)}
        ${peopleList(subjects, 'people whose questions drive it most: mean activation where the answer is due')}
        ${wordList('its column makes these likelier', writes.promoted)}
        ${wordList('and these less likely', writes.suppressed)}
      </div>
      <p class="explained">
        What the row asks is told as the neuron’s sum if the vector held that token’s embedding alone, or the two of a pair: the
        video’s (M + J) · E. What the column adds is told in logits (scores before softmax) for each unit of activation. A neuron
        that helps one answer usually helps others too.
      </p>
      ${firingList(fires)}
    `;
  }

  #inText({ tokens, pre, post }: NonNullable<NeuronReading['inText']>) {
    return html`
      <div class="scroll sentence" tabindex="0">
        <table>
          <thead>
            <tr>
              <th scope="col">in the prompt</th>
              ${tokens.map(({ text }) => html`<th scope="col">${tokenLabel(text)}</th>`)}
            </tr>
          </thead>
          <tbody>
            <tr>
              <th scope="row">sum of row and bias</th>
              ${pre.map((value) => html`<td>${signed(value)}</td>`)}
            </tr>
            <tr>
              <th scope="row">activation</th>
              ${post.map((value) => html`<td>${signed(value)}</td>`)}
            </tr>
          </tbody>
        </table>
      </div>
    `;
  }

  #byHand() {
    const { neuron } = this;
    const hold = (value: number) => this.dispatchEvent(new HoldEvent({ neuron, value }));
    const release = () => this.dispatchEvent(new HoldEvent());
    return html`
      <section class="card" aria-label="The neuron set by hand">
        <h2>Set it by hand</h2>
        <div class="controls">
          <label class="grow">
            ${this.held === undefined ? 'as the network computes it' : `held at ${signed(this.held)} at every token`}
            <input
              type="range" min=${-FURTHEST} max=${FURTHEST} step="0.1" .value=${String(this.held ?? 0)}
              @input=${(event: Event) => hold(Number((event.target as HTMLInputElement).value))}
            />
          </label>
          <button aria-pressed=${this.held === 0} @click=${() => hold(0)}>Switch it off</button>
          <button ?disabled=${this.held === undefined} @click=${release}>Let it go</button>
        </div>
        <lab-next-token
          .next=${this.next}
          .changed=${this.held === undefined ? undefined : this.changed}
          .change=${this.held === 0 ? 'without it' : 'with it held'}
        ></lab-next-token>
        <p class="explained">
          The answer to the prompt above, computed anew with this one neuron held, at every token. If it hardly changes, others do the
          same work.
        </p>
      </section>
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-neuron-card': NeuronCard;
  }
}
