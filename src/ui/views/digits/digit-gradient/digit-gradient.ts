// The negative gradient of the cost: on the connections of the network, and its components ranked by magnitude.

import { msg, str } from '@lit/localize';
import { html, LitElement, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { DigitGradient, DigitRunInfo } from '../../../../workers/rpc/api/lab-api.ts';
import { StageInteractionEvent } from '../../../events/index.ts';
import { signedBar } from '../../../figures/bar.ts';
import { baseStyles } from '../../../styles/base.styles.ts';
import { panelStyles } from '../../../styles/panel.styles.ts';
import type { LiveMode } from '../../status/live-region.ts';
import '../../text/math/math.ts';
import type { NeuronIndex } from '../../../types/digits.ts';
import { DIGIT_LABELS, SHOWN_PIXELS } from '../network-diagram/digit-network.ts';
import '../network-diagram/network-diagram.ts';
import { formatInteger } from '../../../format/numbers.ts';
import { formatSignificant } from '../../../format/quantities.ts';
import { gradientLength, type Nudge, rankedNudges, weightName } from './nudges.ts';

/** Ranks that are listed: the largest components, and some smaller ones. */
const LISTED_RANKS = [0, 1, 2, 3, 4, 5, 6, 7, 100, 1000, 3000, 6000];
const DEFAULT_COMPARED_RANK = 1000;

/**
 * @summary Shows the negative gradient on the network diagram and as a ranked table.
 *
 * @property run - The digit network.
 * @property gradient - Gradient of the mean cost.
 * @property images - Number of images in the mean.
 * @property activations - Activations of the selected image, one array a layer, inputs first.
 * @property chosen - The selected neuron, whose connections are highlighted.
 * @property live - `aria-live` of the comparison: `off` while the network trains.
 * @fires lab-neuron - Another neuron is selected.
 * @fires lab-stage-interaction - Another component is compared.
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

  /** Rank of the component that is compared with the largest. */
  @state() private comparedRank = DEFAULT_COMPARED_RANK;

  /** Cached, because a network has 13,002 components to sort. */
  #ranked: { readonly of?: DigitGradient; readonly nudges: readonly Nudge[] } = { nudges: [] };

  protected override render() {
    if (this.#ranked.of !== this.gradient)
      this.#ranked = { of: this.gradient, nudges: rankedNudges(this.gradient) };
    return html`<div class="columns">${this.#diagram()} ${this.#components(this.#ranked.nudges)}</div>`;
  }

  #diagram(): TemplateResult {
    return html`<section class="card" aria-label=${msg('Negative gradient on the connections')}>
      <h2>${msg('−∇C on the connections: the direction of each weight’s update')}</h2>
      <lab-network-diagram
        .sizes=${this.run.sizes}
        .inputs=${SHOWN_PIXELS}
        .activations=${this.activations}
        .edges=${this.gradient.layers.map(({ weights }) => weights.data.map((d) => -d))}
        edgeName="−∂C/∂w"
        .chosen=${this.chosen}
        .outputs=${DIGIT_LABELS}
        .live=${this.live}
        label=${msg('The digit network; lines show the negative gradient of the cost.')}
      ></lab-network-diagram>
      <p class="explained">${msg('Line widths are scaled within each layer.')}</p>
    </section>`;
  }

  #components(nudges: readonly Nudge[]): TemplateResult {
    const ranks = LISTED_RANKS.filter((rank) => rank < nudges.length);
    const compared = Math.min(this.comparedRank, ranks[ranks.length - 1]);
    const [first] = nudges;
    return html`<section class="card" aria-label=${msg('Largest components')}>
      <h2>${msg(str`The largest of ${formatInteger(this.run.parameterCount)} components, and some smaller ones`)}</h2>
      <lab-math display tex="\\vec W\\leftarrow\\vec W-\\eta\\,\\nabla C(\\vec W)"></lab-math>
      <div class="scroll" tabindex="0" role="region" aria-label=${msg('Components by rank')}>
        <table>
          <thead>
            <tr><th scope="col">${msg('rank')}</th><th scope="col" class="text">${msg('weight or bias')}</th><th scope="col">−∂C/∂w</th><th scope="col" class="bars"><span class="visually-hidden">${msg('bar')}</span></th></tr>
          </thead>
          <tbody>
            ${ranks.map((rank) => this.#row(nudges[rank], rank, { first, compared }))}
          </tbody>
        </table>
      </div>
      <p role="status" aria-live=${this.live}>${this.#comparison(first, nudges[compared])}</p>
      <p class="explained">
        ${msg(str`The sign is the direction of the update, the magnitude the sensitivity of the cost. Mean cost over ${this.images === 1 ? msg('1 training image') : msg(str`${formatInteger(this.images)} training images`)}: ${formatSignificant(this.gradient.cost)}. Gradient norm: ${formatSignificant(gradientLength(this.gradient))}. A step adds −∇C, multiplied by the learning rate η.`)}
      </p>
    </section>`;
  }

  #comparison(first: Nudge, other: Nudge): TemplateResult {
    const layers = this.#layerCount;
    if (other.nudge === 0)
      return html`${msg(str`The cost does not depend on ${weightName(other, layers)}.`)}`;
    const ratio = Math.abs(first.nudge / other.nudge);
    return html`${msg(html`The cost is <b class="times">${formatSignificant(ratio)}</b> times as sensitive to ${weightName(first, layers)} as to ${weightName(other, layers)}.`)}`;
  }

  /** Layers of weights. */
  get #layerCount(): number {
    return this.run.sizes.length - 1;
  }

  #row(nudge: Nudge, rank: number, { first, compared }: { first: Nudge; compared: number }) {
    const compare = () => {
      this.comparedRank = rank;
      this.dispatchEvent(new StageInteractionEvent());
    };
    return html`<tr class=${rank === compared ? 'marked' : ''}>
      <th scope="row">${formatInteger(rank + 1)}</th>
      <td class="text"><button class="plain" aria-pressed=${rank === compared} @click=${compare}>${weightName(nudge, this.#layerCount)}</button></td>
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
