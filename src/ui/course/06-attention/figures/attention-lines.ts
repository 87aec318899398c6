// Attention as lines over the text, after BertViz's views of heads and models: queries on the right, keys on the left, opacity by weight.

import { msg } from '@lit/localize';
import { css, html, nothing, svg, type TemplateResult, unsafeCSS } from 'lit';
import type { Tensor } from '../../../../workers/rpc/api/lab-api.ts';
import { FocusChangeEvent } from '../../../events/index.ts';
import { emit } from '../../../figures/emit.ts';
import { formatPercent } from '../../../format/numbers.ts';
import { sliceHead } from '../../../views/attention/head-values.ts';
import { type Context, tokenLabels } from '../context.ts';

/** Fainter lines would be invisible. */
const MIN_WEIGHT = 0.02;
/** Of the drawing and of a token, in pixels. */
const [WIDTH, LINE_HEIGHT] = [200, 34];

const COLOURS = ['var(--positive)', 'var(--value)', 'var(--key)', 'var(--query)'];
export const layerColour = (layer: number): string => COLOURS[layer % COLOURS.length];

export const attentionLinesStyles = css`
  .attention-lines {
    display: grid;
    grid-template-columns: auto minmax(3rem, 20rem) auto;
    font-variant-numeric: tabular-nums;

    ol {
      margin: 0;
      padding: 0;
      list-style: none;
    }

    li {
      height: ${unsafeCSS(`${LINE_HEIGHT}px`)};
      display: flex;
      align-items: center;
      justify-content: end;
      white-space: nowrap;
    }

    li:has(button) {
      justify-content: start;
    }

    small {
      display: inline-block;
      min-width: 4rem;
      text-align: end;
      color: var(--muted);
    }

    svg {
      width: 100%;
    }

    line {
      stroke-width: 3;
      vector-effect: non-scaling-stroke;
    }

    button[aria-pressed='true'] {
      border-color: var(--query);
    }
  }
`;

/**
 * The lines of the selected query are opaque, those of a head's other queries faint.
 *
 * @param only the head to draw; default: all heads
 */
export function attentionLines(
  { headTrace, patterns }: Context,
  only?: { readonly layer: number; readonly head: number },
): TemplateResult {
  const { query: chosen } = headTrace;
  const tokens = tokenLabels(headTrace);
  const T = tokens.length;
  const drawn = only
    ? [{ colour: layerColour(0), pattern: sliceHead(patterns[only.layer], only.head) }]
    : patterns.flatMap((tensor, layer) => headsOf(tensor, layerColour(layer)));
  const share = (key: number) =>
    drawn.reduce((sum, { pattern }) => sum + pattern[chosen * T + key], 0) / drawn.length;
  const height = T * LINE_HEIGHT;
  return html`<div class="attention-lines">
    <ol aria-label=${msg('keys, with their share of the attention')}>
      ${tokens.map((token, key) => html`<li class="key">${token} <small>${key > chosen ? msg('masked') : formatPercent(share(key))}</small></li>`)}
    </ol>
    <svg viewBox="0 0 ${WIDTH} ${height}" preserveAspectRatio="none" style="height: ${height}px" aria-hidden="true">
      ${drawn.map(({ pattern, colour }, i) => {
        // Lines of several heads lie beside each other.
        const middle = (position: number) => (position + 0.5) * LINE_HEIGHT + 2 * i - drawn.length + 1;
        return Array.from(pattern, (weight, at) => {
          const [query, key] = [Math.floor(at / T), at % T];
          if (weight < MIN_WEIGHT || !(query === chosen || only)) return nothing;
          return svg`<line x1="0" y1=${middle(key)} x2=${WIDTH} y2=${middle(query)} style="stroke: ${colour}" stroke-opacity=${query === chosen ? weight : 0.2 * weight} />`;
        });
      })}
    </svg>
    <ol aria-label=${msg('queries')}>
      ${tokens.map(
        (label, token) => html`<li>
          <button class="plain query" aria-pressed=${token === chosen} @click=${emit(() => new FocusChangeEvent({ token }))}>${label}</button>
        </li>`,
      )}
    </ol>
  </div>`;
}

const headsOf = (tensor: Tensor, colour: string) =>
  Array.from({ length: tensor.shape[0] }, (_, head) => ({ colour, pattern: sliceHead(tensor, head) }));
