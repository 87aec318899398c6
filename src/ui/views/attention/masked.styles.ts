import { css } from 'lit';

/** Background of masked cells: hatching, which no colour of the scale resembles in either theme. */
export const hatch = css`repeating-linear-gradient(135deg, var(--masked) 0 3px, var(--surface) 3px 5px)`;

/** Legend of attention patterns: the scale, and the hatching of masked cells. */
export const patternLegend = css`
  .legend {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--space-xs) var(--space-l);
    margin-top: var(--space-s);
    color: var(--muted);
    font-size: var(--size-fine);
  }

  .legend span {
    display: inline-flex;
    align-items: center;
    gap: var(--space-xs);
  }

  .masked {
    flex: none;
    width: 0.875rem;
    height: 0.875rem;
    border-radius: var(--radius-tiny);
    background: ${hatch};
  }
`;
