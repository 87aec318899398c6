// Tables whose cells show a number as the depth of their background.

import { css } from 'lit';

/** Rows of the kinds `attention` and `mlp` have their colours. */
export const tintedStyles = css`
  /* Without weight: paddings of narrow panels come first. */
  :where(.tinted) {
    td {
      padding: var(--space-xs) var(--space-s);
      border: 1px solid var(--line);
    }

    .mlp th {
      color: var(--positive);
    }

    .attention th {
      color: var(--key);
    }
  }
`;

/**
 * The background of a cell: of a share of -1 to 1, in the colour of its sign.
 *
 * @param deepest percentage of the colour for a whole
 */
export const tint = (share: number, deepest = 30): string =>
  Number.isFinite(share)
    ? `color-mix(in srgb, var(${share < 0 ? '--negative' : '--positive'}) ${Math.round(deepest * Math.min(1, Math.abs(share)))}%, transparent)`
    : 'none';
