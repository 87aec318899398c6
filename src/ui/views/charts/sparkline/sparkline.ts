// A small line chart without axes.

import { css, html, svg, type TemplateResult } from 'lit';
import { sparklinePath } from './sparkline-path.ts';

const WIDTH = 116;
const HEIGHT = 26;

/** @param values - fewer than two draw nothing */
export function sparkline(label: string, values: readonly number[], kind = ''): TemplateResult {
  const path = sparklinePath(values, WIDTH, HEIGHT);
  return html`<svg class="sparkline ${kind}" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label=${label}>
    ${path && svg`<path d=${path} />`}
  </svg>`;
}

export const sparklineStyles = css`
  .sparkline {
    width: 116px;
    height: 26px;
    fill: none;
    stroke: var(--accent);
    stroke-width: 1.6;
    stroke-linejoin: round;
  }
`;
