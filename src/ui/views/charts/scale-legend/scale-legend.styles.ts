import { css } from 'lit';

export const scaleLegendStyles = css`
  :host {
    display: inline-flex;
    align-items: center;
    gap: var(--space-s);
    color: var(--muted);
    font-size: var(--size-fine);
    font-variant-numeric: tabular-nums;
  }

  i {
    display: block;
    flex: none;
    width: 5.5rem;
    height: 0.625rem;
    border-radius: var(--radius-tiny);
    border: 1px solid var(--line);
  }
`;
