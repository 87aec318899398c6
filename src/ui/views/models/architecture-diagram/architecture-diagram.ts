// A drawing of a transformer's block as its settings describe it, with the weights of each piece.

import { msg } from '@lit/localize';
import { html, LitElement, nothing, type PropertyValues, svg, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { styleMap } from 'lit/directives/style-map.js';
import type { ModelConfig, WeightCounts } from '../../../../workers/rpc/api/lab-api.ts';
import { CanvasEnvironment } from '../../../canvas/canvas-environment.ts';
import { baseStyles } from '../../../styles/base.styles.ts';
import '../../charts/data-table/data-table.ts';
import { architectureDiagramStyles } from './architecture-diagram.styles.ts';
import { changedPieces, piecesOf } from './changed-pieces.ts';
import { describeModel, weightsTable } from './description.ts';
import { type DiagramModel, diagramModel } from './diagram-model.ts';
import { scene } from './scene.ts';
import { type Drawing, type Piece, rect, type Shape } from './shapes.ts';

/**
 * The block of a transformer: the residual stream, attention with its heads, the MLP, and both tables. Changes of the model move
 * the drawing and mark the pieces that they touch.
 *
 * @property model - Sizes and parts; without them the last drawing stays, faded.
 * @property weights - Numbers of weights by part.
 * @property setting - Name of the setting whose pieces are outlined.
 */
@customElement('lab-architecture-diagram')
export class ArchitectureDiagram extends LitElement {
  static override styles = [baseStyles, architectureDiagramStyles];

  @property({ attribute: false }) model?: ModelConfig;
  @property({ attribute: false }) weights?: WeightCounts;
  @property() setting = '';

  readonly #environment = new CanvasEnvironment(this);
  #drawn?: DiagramModel;
  #changed: ReadonlySet<Piece> = new Set();
  /** Every change has marks of its own, so that their animation starts again. */
  #changes = 0;

  protected override willUpdate(changes: PropertyValues<this>): void {
    if (!this.model || !this.weights || !(changes.has('model') || changes.has('weights'))) return;
    const next = diagramModel(this.model, this.weights);
    if (this.#drawn) {
      const changed = changedPieces(this.#drawn, next);
      if (changed.size > 0) {
        this.#changed = changed;
        this.#changes++;
      }
    }
    this.#drawn = next;
  }

  protected override render() {
    const { width, textScale } = this.#environment;
    if (!this.#drawn || width === 0) return nothing;
    const drawn = this.#drawn;
    const drawing = scene(drawn, width / textScale);
    const marks = [
      ...markShapes(`changed-${this.#changes}`, 'changed', drawing, this.#changed),
      ...markShapes('described', 'described', drawing, new Set(piecesOf(this.setting))),
    ];
    return html`<svg
      role="img"
      class=${this.model ? nothing : 'outdated'}
      aria-label=${describeModel(drawn)}
      width=${drawing.width * textScale}
      height=${drawing.height * textScale}
      viewBox="0 0 ${drawing.width} ${drawing.height}"
    >
      <defs>
        <linearGradient id="heads"><stop class="head-first" /><stop class="head-last" offset="1" /></linearGradient>
      </defs>
      ${repeat(
        [...marks, ...drawing.shapes],
        ({ key }) => key,
        (shape) => shapeTemplate(shape),
      )}
    </svg>
    <lab-data-table label=${msg('Show the weights as a table')} .data=${() => weightsTable(drawn)}></lab-data-table>`;
  }
}

/** Behind the pieces; those in one row share a mark. */
function markShapes(
  key: string,
  look: string,
  { pieces }: Drawing,
  marked: ReadonlySet<Piece>,
): readonly Shape[] {
  const rows = pieces.filter(({ piece }) => marked.has(piece)).map(({ bounds }) => bounds);
  const byPlace = new Map(rows.map((bounds) => [`${key} ${bounds.x} ${bounds.y}`, bounds]));
  return [...byPlace].map(([place, bounds]) => rect(place, look, bounds, 8));
}

function shapeTemplate(shape: Shape): TemplateResult {
  const style =
    shape.shade === undefined ? nothing : styleMap({ '--shade': `${Math.round(100 * shape.shade)}%` });
  switch (shape.kind) {
    case 'rect':
      return svg`<rect class=${shape.look} style=${style} x=${shape.x} y=${shape.y} width=${Math.max(0, shape.width)} height=${Math.max(0, shape.height)} rx=${shape.radius}></rect>`;
    case 'circle':
      return svg`<circle class=${shape.look} cx=${shape.x} cy=${shape.y} r=${shape.r}></circle>`;
    case 'path':
      return svg`<path class=${shape.look} style=${style} d=${shape.d}></path>`;
    case 'text':
      return svg`<text class=${shape.look} transform="translate(${shape.x} ${shape.y})" text-anchor=${shape.anchor}>${shape.runs.map(({ text, look }) => svg`<tspan class=${look ?? nothing}>${text}</tspan>`)}</text>`;
    default:
      return shape satisfies never;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-architecture-diagram': ArchitectureDiagram;
  }
}
