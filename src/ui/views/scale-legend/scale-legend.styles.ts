import { css } from 'lit';

export const scaleLegendStyles = css`
  :host {
    display: inline-flex;
    align-items: center;
    gap: 0.5rem;
    color: var(--muted);
    font-size: 0.75rem;
    font-variant-numeric: tabular-nums;
  }

  i {
    display: block;
    flex: none;
    width: 5.5rem;
    height: 0.625rem;
    border-radius: 3px;
    border: 1px solid var(--line);
  }
`;
