import { css } from 'lit';

export const measuresStyles = css`
  :host {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: var(--space-l);
  }

  h3 {
    font-size: var(--size-body);
    font-weight: 600;
  }

  h3::first-letter {
    text-transform: uppercase;
  }

  p {
    color: var(--muted);
    font-size: var(--size-compact);
  }

  p.small {
    margin-bottom: var(--space-s);
  }

  .bars {
    display: grid;
    grid-template-columns: max-content 1fr;
    gap: var(--space-xs) var(--space-m);
    margin: var(--space-s) 0;
    align-items: center;
    font-size: var(--size-compact);
  }

  dd {
    display: grid;
    grid-template-columns: 1fr 4.625rem;
    gap: var(--space-m);
    align-items: center;
  }

  dd b {
    text-align: end;
    font-size: var(--size-large);
    font-weight: 600;
    font-variant-numeric: tabular-nums;
    white-space: nowrap;
  }

  .track {
    position: relative;
    height: 10px;
    border-radius: var(--radius-tiny);
    background: var(--raised);
  }

  .track i {
    display: block;
    height: 100%;
    min-width: 2px;
    border-radius: var(--radius-tiny);
    background: var(--positive);
    transition: width var(--motion);
  }

  .track i.held-out {
    background: var(--held-out);
  }

  .track u {
    position: absolute;
    top: -3px;
    bottom: -3px;
    border-inline-start: 2px dotted var(--faint);
  }
`;
