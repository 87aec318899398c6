// The desired changes of the ten outputs for one image: increase the right one, decrease the others.

import { msg, str } from '@lit/localize';
import { html, LitElement } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { CostBreakdown, DesiredChanges } from '../../../../../workers/rpc/api/lab-api.ts';
import { NeuronPickEvent } from '../../../../events/index.ts';
import { signedBar } from '../../../../figures/bar.ts';
import { formatFixed } from '../../../../format/numbers.ts';
import { formatSignificant } from '../../../../format/quantities.ts';
import { sharedExponent } from '../../../../format/shared-exponent.ts';
import { baseStyles } from '../../../../styles/base.styles.ts';
import { panelStyles } from '../../../../styles/panel.styles.ts';

/**
 * A table of the outputs, their targets and the desired changes.
 *
 * @property cost - Cost of one image.
 * @property desiredChanges - Desired changes for that image.
 * @property chosen - The selected output.
 * @fires lab-neuron - The visitor selects an output.
 */
@customElement('lab-desired-output-changes')
export class DesiredOutputChanges extends LitElement {
  static override styles = [baseStyles, panelStyles];

  @property({ attribute: false }) cost!: CostBreakdown;
  @property({ attribute: false }) desiredChanges!: DesiredChanges;
  @property({ type: Number }) chosen = 0;

  protected override render() {
    const { outputs, targets, costs } = this.cost;
    const { layers } = this.desiredChanges;
    const last = layers[layers.length - 1];
    const changes = last.activations ?? last.weightedSums;
    const most = Math.max(...changes.data.map(Math.abs), Number.MIN_VALUE);
    const unit = sharedExponent(changes.data);
    return html`<section class="card" aria-label=${msg('Desired changes of the outputs')}>
      <h2>${msg('Desired changes of the ten outputs for this image')}</h2>
      <div class="scroll" tabindex="0" role="region" aria-label=${msg('Desired changes by output')}>
        <table>
          <thead>
            <tr>
              <th scope="col">${msg('output')}</th><th scope="col">${msg('activation')}</th><th scope="col">${msg('target')}</th>
              <th scope="col">${msg(str`desired change, ${last.activations ? '−∂C/∂a' : '−∂C/∂z'}${unit.label ? msg(str`, in ${unit.label}`) : ''}`)}</th>
              <th scope="col" class="bars"><span class="visually-hidden">${msg('as a bar')}</span></th>
            </tr>
          </thead>
          <tbody>
            ${Array.from(
              changes.data,
              (change, digit) => html`<tr class=${digit === this.chosen ? 'marked' : ''}>
                <th scope="row"><button class="plain" aria-pressed=${digit === this.chosen} @click=${() => this.#selectOutput(digit)}>${digit}</button></th>
                <td>${formatFixed(outputs.data[digit], 3)}</td>
                <td>${targets.data[digit]}</td>
                <td class="desired-change">${change > 0 ? '↑' : '↓'} ${unit.format(change)}</td>
                <td class="bars">${signedBar(change / most)}</td>
              </tr>`,
            )}
          </tbody>
        </table>
      </div>
      <p class="explained">
        ${msg(
          str`The cost of this image is ${formatSignificant(costs.data[0])}. ${
            last.activations
              ? msg(
                  'The cost is a square, so each desired change is twice the distance to the target, 2 (y − a). Outputs far from their target change most.',
                )
              : msg(
                  'With softmax and cross-entropy the desired change of the logit is the distance to the target, y − a.',
                )
          } Outputs cannot be set directly, only weights and biases. Select an output to see how to change it.`,
        )}
      </p>
    </section>`;
  }

  #selectOutput(neuron: number): void {
    this.dispatchEvent(new NeuronPickEvent({ layer: this.desiredChanges.layers.length, neuron }));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-desired-output-changes': DesiredOutputChanges;
  }
}
