import { css } from 'lit';

/** The background of what is masked: hatched, so that it looks like no number's colour in either theme. */
export const hatch = css`repeating-linear-gradient(135deg, var(--masked) 0 3px, var(--surface) 3px 5px)`;

/** Below the patterns of one head or many: what stands for how much, and for masked. */
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
