import { css } from 'lit';

export const numberLinesStyles = css`
  .lines {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: var(--space-3xs) var(--space-xl);
  }

  .line {
    display: grid;
    grid-template-columns: 3.75rem minmax(0, 1fr) 3.5rem;
    align-items: center;
    gap: var(--space-s);
    min-height: 38px;
    padding-inline: var(--space-xs);
    border-radius: var(--radius-tiny);
  }

  @container (min-width: 36rem) {
    .lines {
      grid-template-columns: repeat(2, minmax(0, 1fr));
    }
  }

  .line.lit {
    background: var(--accent-soft);
  }

  .number {
    text-align: end;
    font-size: var(--size-compact);
    font-variant-numeric: tabular-nums;
  }

  svg {
    width: 100%;
    height: 24px;
    overflow: visible;
  }

  .axis {
    stroke: var(--line-strong);
  }

  .value {
    fill: currentColor;
  }

  .nudged {
    fill: none;
    stroke: var(--accent);
    stroke-width: 2;
  }

  .end {
    fill: var(--muted);
    font-size: var(--size-fine);
  }
`;
