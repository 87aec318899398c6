// The grid of one head: products, scores or weights, with a switch for the mask.

import { msg } from '@lit/localize';
import { css, html, nothing } from 'lit';
import { orientationControl } from '../../../controls/segmented-control/segmented-control.ts';
import { card } from '../../../figures/card.ts';
import { emit } from '../../../figures/emit.ts';
import '../../../views/attention/attention-grid/attention-grid.ts';
import { liveRegionMode } from '../../../views/status/live-region.ts';
import { choice } from '../choices.ts';
import { type Context, headLabel, tokenLabels } from '../context.ts';

/** The engine's finite stand-in for −∞. */
const MASKED_SCORE = -1e30;

/** `products` are q · k, `scores` are divided by √D, `weights` are the softmax of the scores. */
export type GridStep = 'products' | 'scores' | 'weights';

export const headGridStyles = css`
  .mask-and-turn .check {
    margin-inline-end: auto;
    font-size: var(--size-compact);
  }
`;

export function headGrid(context: Context, step: GridStep) {
  const { headTrace, orientation } = context;
  // As on the map, and in the video: the mask comes after the dot products.
  const isMaskedByDefault = step !== 'products';
  const { masked = isMaskedByDefault } = context;
  const toggle = emit(() => choice({ masked: !masked === isMaskedByDefault ? undefined : !masked }));
  return card(
    msg('Grid of queries and keys'),
    nothing,
    html`<div class="controls mask-and-turn">
      <label class="check" title=${msg('Later tokens are hidden')}>
        <input type="checkbox" name="mask" .checked=${masked} @change=${toggle} />
        ${msg('Mask')}
      </label>
      ${orientationControl(orientation)}
    </div>`,
    masked || step === 'products'
      ? nothing
      : html`<p class="hypothetical" role="status">
          ${msg('Hypothetical: cells beyond the diagonal leak information from later tokens. The network never computes them.')}
        </p>`,
    html`<lab-attention-grid
      .headAttention=${gridData(context, step, masked)}
      .show=${step === 'weights' ? 'pattern' : 'scores'}
      .orientation=${orientation}
      .token=${headTrace.query}
      .name=${headLabel(context)}
      .live=${liveRegionMode(context)}
      .scoreName=${step === 'products' ? msg('dot product, q·k') : msg('score, q·k / √D')}
    ></lab-attention-grid>`,
  );
}

function gridData({ headTrace }: Context, step: GridStep, masked: boolean) {
  const { scores, pattern, unmaskedPattern, tokens, q } = headTrace;
  const T = tokens.length;
  const factor = step === 'products' ? Math.sqrt(q.length / T) : 1;
  const isHidden = (i: number) => masked && i % T > Math.floor(i / T);
  return {
    tokens: tokenLabels(headTrace),
    scores: scores.map((score, i) => (isHidden(i) ? MASKED_SCORE : score * factor)),
    // The mask acts before softmax, not on the products: their weights are the network's.
    pattern: masked || step === 'products' ? pattern : unmaskedPattern,
  };
}
