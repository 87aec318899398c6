// The negative gradient as nudges: on the lines of the network, and the largest of them as a list.

import { html, LitElement } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { DigitGradient, DigitRunInfo } from '../../../../workers/rpc/api/lab-api.ts';
import { StageInteractionEvent } from '../../../events.ts';
import { baseStyles } from '../../../styles/base.styles.ts';
import { panelStyles } from '../../../styles/panel.styles.ts';
import { signedBar } from '../../charts/bar.ts';
import type { LiveMode } from '../../status/live-region.ts';
import '../../text/math/math.ts';
import { DIGIT_LABELS, SHOWN_PIXELS } from '../network-diagram/digit-network.ts';
import type { NeuronIndex } from '../network-diagram/network-layout.ts';
import '../network-diagram/network-diagram.ts';
import { formatInteger } from '../../../format/numbers.ts';
import { formatSignificant } from '../../../format/quantities.ts';
import { gradientLength, type Nudge, rankedNudges, weightName } from './nudges.ts';

/** Places in the order of size that are listed: the largest, and some from further down. */
const LISTED_RANKS = [0, 1, 2, 3, 4, 5, 6, 7, 100, 1000, 3000, 6000];
const DEFAULT_COMPARED_RANK = 1000;

/**
 * @property run - the network
 * @property gradient - of its mean cost
 * @property images - over how many images it is the mean
 * @property activations - of the image looked at, a layer each, inputs first
 * @property chosen - the neuron whose lines stand out
 * @property live - `aria-live` of its status text: `off` while the network trains.
 * @fires lab-neuron - another was picked
 * @fires lab-stage-interaction - another component is compared
 */
@customElement('lab-digit-gradient')
export class DigitGradientView extends LitElement {
  static override styles = [baseStyles, panelStyles];

  @property({ attribute: false }) run!: DigitRunInfo;
  @property({ attribute: false }) gradient!: DigitGradient;
  @property({ type: Number }) images = 1;
  @property({ attribute: false }) activations: readonly ArrayLike<number>[] = [];
  @property({ attribute: false }) chosen?: NeuronIndex;
  @property() live: LiveMode = 'polite';

  /** Rank of the component that the largest is compared with. */
  @state() private comparedRank = DEFAULT_COMPARED_RANK;

  /** Sorting 13,002 numbers is not done again for a click. */
  #ranked: { readonly of?: DigitGradient; readonly nudges: readonly Nudge[] } = { nudges: [] };

  protected override render() {
    if (this.#ranked.of !== this.gradient)
      this.#ranked = { of: this.gradient, nudges: rankedNudges(this.gradient) };
    const { nudges } = this.#ranked;
    const ranks = LISTED_RANKS.filter((rank) => rank < nudges.length);
    const compared = Math.min(this.comparedRank, ranks[ranks.length - 1]);
    const [first] = nudges;
    const other = nudges[compared];
    const layers = this.run.sizes.length - 1;
    const ratio = Math.abs(first.nudge / other.nudge);
    return html`<div class="columns">
      <section class="card" aria-label="Nudges on the connections">
        <h2>−∇C on the connections: which way each weight is to be nudged</h2>
        <lab-network-diagram
          .sizes=${this.run.sizes}
          .inputs=${SHOWN_PIXELS}
          .activations=${this.activations}
          .edges=${this.gradient.layers.map(({ weights }) => weights.data.map((d) => -d))}
          edgeName="wished nudge"
          .chosen=${this.chosen}
          .outputs=${DIGIT_LABELS}
          .live=${this.live}
          label="The digit network; its lines show minus the gradient of the cost."
        ></lab-network-diagram>
        <p class="explained">Within a layer, thickness compares; layers have different sizes of nudges.</p>
      </section>
      <section class="card" aria-label="The largest components">
        <h2>The largest of its ${formatInteger(this.run.parameterCount)} components, and some from further down</h2>
        <lab-math display tex="\\vec W\\leftarrow\\vec W-\\eta\\,\\nabla C(\\vec W)"></lab-math>
        <div class="scroll">
          <table>
            <thead>
              <tr><th scope="col">rank</th><th scope="col" class="text">weight or bias</th><th scope="col">−∂C/∂w</th><th scope="col" class="bars"><span class="visually-hidden">as a bar</span></th></tr>
            </thead>
            <tbody>
              ${ranks.map((rank) => this.#row(nudges[rank], rank, { layers, first, compared }))}
            </tbody>
          </table>
        </div>
        <p role="status" aria-live=${this.live}>
          ${
            other.nudge === 0
              ? html`The cost does not depend at all on ${weightName(other, layers)}.`
              : html`The cost is <b class="times">${formatSignificant(ratio)}</b> times as sensitive to ${weightName(first, layers)} as to
                  ${weightName(other, layers)}.`
          }
        </p>
        <p class="explained">
          The sign says up or down, the size how much it matters. Over ${formatInteger(this.images)} training ${this.images === 1 ? 'image' : 'images'} the
          mean cost is ${formatSignificant(this.gradient.cost)}; the gradient’s length, how steep it is here, is ${formatSignificant(gradientLength(this.gradient))}. Each step goes η,
          the learning rate, times −∇C.
        </p>
      </section>
    </div>`;
  }

  #row(
    nudge: Nudge,
    rank: number,
    { layers, first, compared }: { layers: number; first: Nudge; compared: number },
  ) {
    const compare = () => {
      this.comparedRank = rank;
      this.dispatchEvent(new StageInteractionEvent());
    };
    return html`<tr class=${rank === compared ? 'marked' : ''}>
      <th scope="row">${formatInteger(rank + 1)}</th>
      <td class="text"><button class="plain" aria-pressed=${rank === compared} @click=${compare}>${weightName(nudge, layers)}</button></td>
      <td class="nudge">${formatSignificant(nudge.nudge)}</td>
      <td class="bars">${signedBar(nudge.nudge / (Math.abs(first.nudge) || 1))}</td>
    </tr>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-digit-gradient': DigitGradientView;
  }
}
