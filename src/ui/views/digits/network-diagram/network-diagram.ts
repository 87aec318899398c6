// A network diagram as in the videos: a column of neurons for each layer, a line for each weight.

import { msg, str } from '@lit/localize';
import { html, LitElement, nothing, type PropertyValues, type SVGTemplateResult, svg } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { CanvasEnvironment } from '../../../canvas/canvas-environment.ts';
import { lineOpacity, lineStrength, neuronLine } from '../../../canvas/network-lines.ts';
import { NeuronPickEvent } from '../../../events/index.ts';
import { formatFixed } from '../../../format/numbers.ts';
import type { NeuronIndex } from '../../../types/digits.ts';
import type { LiveMode } from '../../status/live-region.ts';
import { networkDiagramStyles } from './network-diagram.styles.ts';
import {
  type NetworkLayout,
  type NeuronPosition,
  neighbouringNeuron,
  networkLayout,
} from './network-layout.ts';

/** Widths in CSS pixels below which columns have smaller gaps. */
const NARROW_WIDTH = 460;
const SLIM_WIDTH = 370;

/**
 * @summary Draws a fully connected network with its activations and weights.
 *
 * @property sizes - Neurons of each layer, inputs first.
 * @property inputs - Inputs to display if not all fit; the first and the last ones by default.
 * @property activations - Activations, one array a layer, inputs first: 0 dark, 1 bright.
 * @property edges - Values of the lines, one [to, from] array for each layer after the inputs: positive blue, negative red.
 * @property edgeName - Name of these values in the legend.
 * @property chosen - The selected neuron, whose lines are highlighted.
 * @property outputs - Labels of the last layer's neurons.
 * @property label - Accessible name of the diagram.
 * @property live - `aria-live` of the description: `off` while the network trains.
 * @fires lab-neuron - A neuron is selected, by click or arrow key.
 * @cssproperty [--positive=#58c4dd] - Positive lines.
 * @cssproperty [--negative=#fc6f62] - Negative lines.
 * @cssproperty [--highlight=var(--query)] - The selected neuron.
 * @cssproperty [--pixel-off=#000] - Activation 0.
 * @cssproperty [--pixel-on=#fff] - Activation 1.
 */
@customElement('lab-network-diagram')
export class NetworkDiagram extends LitElement {
  static override styles = networkDiagramStyles;

  @property({ attribute: false }) sizes: readonly number[] = [];
  @property({ attribute: false }) inputs?: readonly number[];
  @property({ attribute: false }) activations: readonly ArrayLike<number>[] = [];
  @property({ attribute: false }) edges: readonly ArrayLike<number>[] = [];
  @property() edgeName = msg('weight');
  @property({ attribute: false }) chosen?: NeuronIndex;
  @property({ attribute: false }) outputs: readonly string[] = [];
  @property() label = '';
  @property() live: LiveMode = 'polite';

  readonly #environment = new CanvasEnvironment(this);
  /** Whether this update selects another neuron: it is announced even if `live` is `off`. */
  #selectionChanged = false;

  protected override willUpdate(changed: PropertyValues<this>): void {
    const before = changed.get('chosen');
    this.#selectionChanged =
      changed.has('chosen') &&
      (before?.layer !== this.chosen?.layer || before?.neuron !== this.chosen?.neuron);
  }

  protected override render() {
    if (this.sizes.length === 0) return nothing;
    const { width } = this.#environment;
    const layout = networkLayout(
      this.sizes,
      this.inputs,
      width < SLIM_WIDTH ? 'slim' : width < NARROW_WIDTH ? 'narrow' : 'wide',
    );
    return html`
      <svg
        viewBox="0 0 ${layout.width} ${layout.height}"
        tabindex="0"
        role="application"
        aria-label=${msg(str`${this.label} Arrow keys select neurons.`)}
        @keydown=${this.#press}
      >
        <g>${layout.layers.slice(1).map((spots) => this.#lines(layout, spots))}</g>
        ${layout.gaps.map(({ x, y }) => svg`<text class="gap" x=${x} y=${y + 4}>⋮</text>`)}
        ${layout.layers.map((spots, layer) => this.#column(layout, spots, layer))}
      </svg>
      <p class="legend">
        <span>${msg(html`brightness: activation, 0 <i class="ramp"></i> 1`)}</span>
        <span>${msg(html`lines: ${this.edgeName}, <b class="negative">negative</b> or <b class="positive">positive</b>, width by magnitude`)}</span>
      </p>
      <p class="visually-hidden" role="status" aria-live=${this.#selectionChanged ? 'polite' : this.live}>${this.#description()}</p>
    `;
  }

  /** Lines into one layer; those into the selected neuron are drawn last, above the others. */
  #lines({ layers, radius }: NetworkLayout, spots: readonly NeuronPosition[]): SVGTemplateResult[] {
    const { layer } = spots[0];
    const values = this.edges[layer - 1];
    if (!values) return [];
    const from = layers[layer - 1];
    const width = this.sizes[layer - 1];
    const shown = spots.flatMap((to) => from.map((start) => values[to.neuron * width + start.neuron]));
    const largest = Math.max(...shown.map(Math.abs), Number.MIN_VALUE);
    const isChosen = ({ neuron }: NeuronPosition) =>
      this.chosen?.layer === layer && this.chosen.neuron === neuron;
    const ordered = [...spots].sort((a, b) => Number(isChosen(a)) - Number(isChosen(b)));
    return ordered.flatMap((to) =>
      from.map((start) => {
        const value = values[to.neuron * width + start.neuron];
        const strength = lineStrength(Math.abs(value) / largest);
        const opacity = this.chosen && !isChosen(to) ? 0.12 * strength : lineOpacity(strength);
        const [x, y, ...curve] = neuronLine(start.x + radius, start.y, to.x - radius, to.y);
        return svg`<path class=${value < 0 ? 'negative' : 'positive'}
          d="M${x} ${y}C${curve.join(' ')}"
          stroke-width=${(0.4 + 2.6 * strength).toFixed(2)} opacity=${opacity.toFixed(2)} />`;
      }),
    );
  }

  #column(layout: NetworkLayout, spots: readonly NeuronPosition[], layer: number): SVGTemplateResult {
    const last = layer === this.sizes.length - 1;
    const kind = layer === 0 ? msg('inputs') : last ? msg('outputs') : msg(str`layer ${layer}`);
    const fewer = spots.length < this.sizes[layer];
    // Narrow columns have no room for the layer's name.
    const slim = this.#environment.width < SLIM_WIDTH;
    const name = fewer
      ? slim
        ? msg(str`${spots.length} shown`)
        : msg(str`${kind}, ${spots.length} shown`)
      : kind;
    const brightest = last ? argmax(this.activations[layer]) : -1;
    return svg`
      <text class="title" x=${spots[0].x} y="14">${this.sizes[layer]}</text>
      <text class="title small" x=${spots[0].x} y="27">${name}</text>
      ${spots.map((spot) => this.#neuron(layout, spot, last, brightest))}
    `;
  }

  #neuron(
    { radius }: NetworkLayout,
    { layer, neuron, x, y }: NeuronPosition,
    last: boolean,
    brightest: number,
  ): SVGTemplateResult {
    const a = this.activations[layer]?.[neuron];
    const chosen = this.chosen?.layer === layer && this.chosen.neuron === neuron;
    const pick = layer === 0 ? nothing : () => this.#select({ layer, neuron });
    // ReLU activations can exceed 1; brightness cannot.
    const light = Math.min(1, Math.max(0, a ?? 0));
    return svg`<g class=${`neuron${layer > 0 ? ' pickable' : ''}${chosen ? ' chosen' : ''}`} @click=${pick}>
      <title>${`${layer === 0 ? msg('pixel') : msg('neuron')} ${neuron}${a === undefined ? '' : `: ${formatFixed(a, 3)}`}`}</title>
      <circle cx=${x} cy=${y} r=${radius} />
      <circle class="light" cx=${x} cy=${y} r=${radius - 0.5} opacity=${light.toFixed(3)} />
      ${
        last
          ? svg`<text class=${`output${neuron === brightest ? ' brightest' : ''}`} x=${x + radius + 8} y=${y + 5}>${this.outputs[neuron] ?? neuron}</text>
            <text class="share" x=${x + radius + 26} y=${y + 5}>${a === undefined ? '' : formatFixed(a, 2)}</text>`
          : nothing
      }
    </g>`;
  }

  #press(event: KeyboardEvent): void {
    const from = this.chosen ?? { layer: this.sizes.length - 1, neuron: 0 };
    const to = neighbouringNeuron(this.sizes, from, event.key);
    if (!to) return;
    event.preventDefault();
    event.stopPropagation();
    this.#select(to);
  }

  #select(neuron: NeuronIndex): void {
    this.dispatchEvent(new NeuronPickEvent(neuron));
  }

  #description(): string {
    const last = this.activations.at(-1);
    if (!last) return '';
    const brightest = argmax(last);
    const prediction = msg(
      str`Largest output: ${this.outputs[brightest] ?? brightest}, ${formatFixed(last[brightest], 2)}.`,
    );
    if (!this.chosen) return prediction;
    const a = this.activations[this.chosen.layer]?.[this.chosen.neuron];
    return msg(
      str`${prediction} Selected: neuron ${this.chosen.neuron} of layer ${this.chosen.layer}, activation ${formatFixed(a ?? 0, 2)}.`,
    );
  }
}

function argmax(values: ArrayLike<number> | undefined): number {
  const all = Array.from(values ?? []);
  return all.indexOf(Math.max(...all));
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-network-diagram': NetworkDiagram;
  }
}
