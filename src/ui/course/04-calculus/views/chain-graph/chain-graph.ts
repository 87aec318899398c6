// The chain as a graph: quantities with values, arrows to dependent quantities, and the effects of a nudge.

import { html, LitElement, svg } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { ifDefined } from 'lit/directives/if-defined.js';
import { styleMap } from 'lit/directives/style-map.js';
import { SymbolPointerEvent } from '../../../../events/index.ts';
import { formatSignificant } from '../../../../format/quantities.ts';
import { baseStyles } from '../../../../styles/base.styles.ts';
import { symbolStyles } from '../../../../views/text/math/tex-symbol.styles.ts';
import { quantityKey, valueAt } from '../../networks.ts';
import type { StageData } from '../../stage-data.ts';
import { describeQuantity, twoDecimals } from '../../symbols.ts';
import { symbolText } from '../symbol-text.ts';
import { chainGraphStyles } from './chain-graph.styles.ts';
import { type ChainEdge, type ChainNode, edgeEnds, HALF, layoutChain } from './chain-layout.ts';

/** Below this share of its full width the chain is laid out vertically. */
const TALL_BELOW_SCALE = 0.8;
/** Maximum scale of the boxes. */
const MAX_SCALE = 1.15;

/**
 * A graph of the quantities of the chain.
 *
 * @property data - The chain with one quantity nudged.
 * @property depth - Number of layers drawn, counted from the last.
 * @property lit - Key of the highlighted symbol.
 * @property showsNudge - Whether the effect of the nudge is written below each quantity.
 * @fires lab-symbol - The visitor points at a quantity or selects it.
 */
@customElement('lab-chain-graph')
export class ChainGraph extends LitElement {
  static override styles = [baseStyles, symbolStyles, chainGraphStyles];

  @property({ attribute: false }) data!: StageData;
  @property({ type: Number }) depth = 3;
  @property() lit?: string;
  @property({ type: Boolean }) showsNudge = false;

  readonly #resizeObserver = new ResizeObserver(() => this.requestUpdate());

  override connectedCallback(): void {
    super.connectedCallback();
    this.#resizeObserver.observe(this);
  }

  override disconnectedCallback(): void {
    this.#resizeObserver.disconnect();
    super.disconnectedCallback();
  }

  protected override render() {
    const { network } = this.data.request;
    const last = network.sizes.length - 1;
    // Measured now: the last observed width belongs to the moment before.
    const tall = this.clientWidth < TALL_BELOW_SCALE * layoutChain(last, this.depth, false).width;
    const { width, height, nodes, edges } = layoutChain(last, this.depth, tall);
    return html`<svg
      viewBox="0 0 ${width} ${height}"
      style=${styleMap({ maxWidth: `${MAX_SCALE * width}px` })}
      role="group"
      aria-label="The chain: each quantity, with arrows to quantities that depend on it"
    >
      ${edges.map((arrow) => this.#renderArrow(arrow))} ${nodes.map((spot) => this.#renderNode(spot))}
    </svg>`;
  }

  #renderArrow(arrow: ChainEdge) {
    const { x1, y1, x2, y2 } = edgeEnds(arrow);
    const moved = this.showsNudge && this.#isNudged(arrow.from) && this.#isNudged(arrow.to) ? 'moved' : '';
    const angle = (Math.atan2(y2 - y1, x2 - x1) * 180) / Math.PI;
    return svg`<line class="arrow ${moved}" x1=${x1} y1=${y1} x2=${x2} y2=${y2} />
      <path class="head ${moved}" d="M0 0L-9 -4.5V4.5Z" transform="translate(${x2 + Math.sign(x2 - x1) * 2} ${y2 + Math.sign(y2 - y1) * 2}) rotate(${angle})" />`;
  }

  #renderNode({ quantity, x, y }: ChainNode) {
    const { request, chain } = this.data;
    const { network, of } = request;
    const key = quantityKey(quantity, network);
    const value = valueAt(network, chain.smallNetwork, quantity);
    const chosen = key === quantityKey(of, network);
    const move = this.showsNudge ? this.#nudgeText(quantity) : undefined;
    const description = `${describeQuantity(quantity, network)}: ${twoDecimals(value)}${move === undefined ? '' : `, change ${move}`}`;
    const point =
      (symbol: string | undefined, pressed = false) =>
      () =>
        this.dispatchEvent(new SymbolPointerEvent(symbol, pressed));
    const pressable = quantity.kind !== 'C';
    return svg`<g
      class="spot ${chosen ? 'chosen' : ''} ${key === this.lit ? 'lit' : ''}"
      data-key=${key}
      tabindex="0"
      role=${pressable ? 'button' : 'img'}
      aria-label=${description}
      aria-pressed=${ifDefined(pressable ? (chosen ? 'true' : 'false') : undefined)}
      @pointerenter=${point(key)}
      @pointerleave=${point(undefined)}
      @focus=${point(key)}
      @blur=${point(undefined)}
      @click=${point(key, true)}
      @keydown=${(event: KeyboardEvent) => {
        if (event.key !== 'Enter' && event.key !== ' ') return;
        event.preventDefault();
        point(key, true)();
      }}
    >
      <title>${description}</title>
      <rect class="box" x=${x - HALF.x} y=${y - HALF.y} width=${2 * HALF.x} height=${2 * HALF.y} rx="10" />
      ${quantity.kind === 'a' ? svg`<circle class="activation" cx=${x + HALF.x - 12} cy=${y - 12} r="6" fill-opacity=${value} />` : ''}
      ${symbolText(quantity, network, x - 4, y - 2)}
      <text class="value" x=${x} y=${y + 18}>${twoDecimals(value)}</text>
      ${move !== undefined ? svg`<text class="move ${quantity.kind}" x=${quantity.kind === 'C' ? x : x + 8} y=${y + HALF.y + 15}>${move}</text>` : ''}
    </g>`;
  }

  #isNudged({ quantity }: ChainNode): boolean {
    return this.#nudgeText(quantity) !== undefined;
  }

  /** The change caused by the nudge; undefined if there is none. */
  #nudgeText(quantity: ChainNode['quantity']): string | undefined {
    const { request, chain } = this.data;
    const { network, of, nudge } = request;
    const moved =
      quantityKey(quantity, network) === quantityKey(of, network)
        ? nudge
        : valueAt(network, chain.nudged, quantity) - valueAt(network, chain.smallNetwork, quantity);
    if (moved === 0) return undefined;
    // Two figures fit between two boxes.
    return `${moved > 0 ? '+' : ''}${formatSignificant(Number(moved.toPrecision(2)))}`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-chain-graph': ChainGraph;
  }
}
