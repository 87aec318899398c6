import { css } from 'lit';

export const numberLinesStyles = css`
  .lines {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 0.125rem 1.5rem;
  }

  .line {
    display: grid;
    grid-template-columns: 3.75rem minmax(0, 1fr) 3.5rem;
    align-items: center;
    gap: 0.5rem;
    min-height: 38px;
    padding-inline: 0.375rem;
    border-radius: 6px;
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
    font-size: 14px;
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

  .here {
    fill: currentColor;
  }

  .nudged {
    fill: none;
    stroke: var(--accent);
    stroke-width: 2;
  }

  .end {
    fill: var(--muted);
    font-size: 12px;
  }
`;
