// A network with several neurons per layer: weights as edges, with the paths from one quantity to the cost highlighted.

import { html, LitElement, svg, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Quantity } from '../../../../../workers/rpc/api/lab-api.ts';
import { SymbolPointerEvent } from '../../../../events/index.ts';
import { formatSignificant } from '../../../../format/quantities.ts';
import { baseStyles } from '../../../../styles/base.styles.ts';
import { panelStyles } from '../../../../styles/panel.styles.ts';
import { symbolStyles } from '../../../../views/text/math/tex-symbol.styles.ts';
import { quantitiesOf, quantityKey, valueAt } from '../../networks.ts';
import type { StageData } from '../../stage-data.ts';
import { describeQuantity, layerName, twoDecimals } from '../../symbols.ts';
import { symbolText } from '../symbol-text.ts';
import { neuronLayersStyles } from './neuron-layers.styles.ts';

const [WIDTH, HEIGHT] = [440, 300];
const RADIUS = 21;

/**
 * A diagram of the layered network.
 *
 * @property data - The network with the derivative of one quantity.
 * @property lit - Key of the highlighted symbol, or `any-a2` for all activations of layer 2.
 * @fires lab-symbol - The visitor points at a quantity or selects it.
 */
@customElement('lab-neuron-layers')
export class NeuronLayers extends LitElement {
  static override styles = [baseStyles, panelStyles, symbolStyles, neuronLayersStyles];

  @property({ attribute: false }) data!: StageData;
  @property() lit?: string;

  protected override render() {
    const { network } = this.data.request;
    const { sizes } = network;
    const quantities = quantitiesOf(network);
    const onPath = this.#keysOnPaths();
    const ofKind = (kind: Quantity['kind']) => quantities.filter((quantity) => quantity.kind === kind);
    const last = sizes.length - 1;
    return html`<svg
      class="picture"
      viewBox="0 0 ${WIDTH} ${HEIGHT}"
      role="group"
      aria-label=${`Neurons of ${sizes.length} layers and the weights between them; the paths from the selected quantity to the cost are highlighted`}
    >
      ${[...ofKind('a').filter(({ layer }) => layer === last), ...ofKind('y')].map((end) => this.#renderCostEdge(end, onPath))}
      ${ofKind('w').map((weight) => this.#edge(weight, onPath))}
      ${ofKind('a').map((neuron) => this.#neuron(neuron, onPath))}
      ${ofKind('y').map((wanted) => this.#neuron(wanted, onPath))} ${this.#cost()}
      ${sizes.map(
        (_, layer) =>
          svg`<text class="caption" x=${xOf(layer)} y=${HEIGHT - 6}>layer ${layerName(layer, network)}${layer === last ? ', j' : layer === last - 1 ? ', k' : ''}</text>`,
      )}
      <text class="caption" x=${xOf(last + 1)} y=${HEIGHT - 6}>target, cost</text>
    </svg>`;
  }

  #edge(weight: Quantity, onPath: ReadonlySet<string>): TemplateResult {
    const { layer, neuron, from = 0 } = weight;
    const { sizes } = this.data.request.network;
    const start = positionOf({ kind: 'a', layer: layer - 1, neuron: from }, sizes);
    const end = positionOf({ kind: 'a', layer, neuron }, sizes);
    const line = (kind: string) =>
      svg`<line class=${kind} x1=${start.x + RADIUS} y1=${start.y} x2=${end.x - RADIUS} y2=${end.y} />`;
    return this.#renderButton(weight, 'edge', onPath, svg`${line('line')}${line('hit-area')}`);
  }

  /** The edge from an output or a target to the cost. */
  #renderCostEdge(end: Quantity, onPath: ReadonlySet<string>): TemplateResult {
    const { network } = this.data.request;
    const [from, to] = [positionOf(end, network.sizes), positionOf(COST, network.sizes)];
    const marks = onPath.has(quantityKey(end, network)) ? 'end on-path' : 'end';
    return svg`<line class=${marks} x1=${from.x} y1=${from.y} x2=${to.x} y2=${to.y} />`;
  }

  #neuron(neuron: Quantity, onPath: ReadonlySet<string>): TemplateResult {
    return this.#renderButton(neuron, 'neuron', onPath, this.#circle(neuron));
  }

  #circle(quantity: Quantity): TemplateResult {
    const { network } = this.data.request;
    const { x, y } = positionOf(quantity, network.sizes);
    return svg`<circle cx=${x} cy=${y} r=${RADIUS} />
      ${symbolText(quantity, network, x, y - RADIUS - 8)}
      <text x=${x} y=${y + 5}>${twoDecimals(valueAt(network, this.data.chain.smallNetwork, quantity))}</text>`;
  }

  /** The cost, the end of all paths; it cannot be nudged. */
  #cost(): TemplateResult {
    const point = (symbol: string | undefined) => () => this.dispatchEvent(new SymbolPointerEvent(symbol));
    return svg`<g class="neuron cost ${this.lit === 'C' ? 'lit' : ''}" @pointerenter=${point('C')} @pointerleave=${point(undefined)}>
      ${this.#circle(COST)}
    </g>`;
  }

  #renderButton(quantity: Quantity, kind: string, onPath: ReadonlySet<string>, drawn: TemplateResult) {
    const { request, chain } = this.data;
    const { network, of } = request;
    const key = quantityKey(quantity, network);
    const chosen = key === quantityKey(of, network);
    const value = valueAt(network, chain.smallNetwork, quantity);
    const description = `${describeQuantity(quantity, network)}: ${formatSignificant(value)}`;
    const lit = key === this.lit || `any-${quantity.kind}${quantity.layer}` === this.lit;
    const classes = [kind, chosen && 'chosen', lit && 'lit', onPath.has(key) && 'on-path'].filter(Boolean);
    const point = (symbol: string | undefined, pressed = false) =>
      this.dispatchEvent(new SymbolPointerEvent(symbol, pressed));
    return svg`<g
      class=${classes.join(' ')}
      data-key=${key}
      tabindex="0"
      role="button"
      aria-label=${description}
      aria-pressed=${String(chosen)}
      @pointerenter=${() => point(key)}
      @pointerleave=${() => point(undefined)}
      @focus=${() => point(key)}
      @blur=${() => point(undefined)}
      @click=${() => point(key, true)}
      @keydown=${(event: KeyboardEvent) => {
        if (event.key !== 'Enter' && event.key !== ' ') return;
        event.preventDefault();
        point(key, true);
      }}
    ><title>${description}</title>${drawn}</g>`;
  }

  /** All quantities that the nudge affects, including the weights between affected sums. */
  #keysOnPaths(): ReadonlySet<string> {
    const { request, chain } = this.data;
    const keys = new Set<string>();
    for (const { of, by } of chain.paths.flatMap(({ factors }) => factors)) {
      keys.add(quantityKey(by, request.network));
      if (by.kind === 'a' && of.kind === 'z')
        keys.add(
          quantityKey({ kind: 'w', layer: of.layer, neuron: of.neuron, from: by.neuron }, request.network),
        );
    }
    return keys;
  }
}

const COST: Quantity = { kind: 'C', layer: 2, neuron: 0 };

/** The cost is to the right of the outputs, the targets above and below it. */
function positionOf({ kind, layer, neuron }: Quantity, sizes: readonly number[]): { x: number; y: number } {
  if (kind === 'C') return { x: xOf(sizes.length), y: yOf(0, 1) };
  if (kind === 'y') return { x: xOf(sizes.length), y: yOf(neuron * 2, 3) };
  return { x: xOf(layer), y: yOf(neuron, sizes[layer]) };
}

const xOf = (layer: number) => 50 + layer * ((WIDTH - 100) / 3);
const yOf = (neuron: number, count: number) => HEIGHT / 2 - 2 + (neuron - (count - 1) / 2) * 88;

declare global {
  interface HTMLElementTagNameMap {
    'lab-neuron-layers': NeuronLayers;
  }
}
