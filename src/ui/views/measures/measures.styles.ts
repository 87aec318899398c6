import { css } from 'lit';

export const measuresStyles = css`
  :host {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 18px;
  }

  h3 {
    font-size: 15px;
    font-weight: 600;
  }

  h3::first-letter {
    text-transform: uppercase;
  }

  p {
    color: var(--muted);
    font-size: 14px;
  }

  p.small {
    margin-bottom: 8px;
    font-size: var(--size-small);
  }

  .bars {
    display: grid;
    grid-template-columns: max-content 1fr;
    gap: 6px 12px;
    margin: 10px 0;
    align-items: center;
    font-size: 14px;
  }

  dd {
    display: grid;
    grid-template-columns: 1fr 74px;
    gap: 12px;
    align-items: center;
  }

  dd b {
    text-align: right;
    font-size: 16px;
    font-weight: 620;
    font-variant-numeric: tabular-nums;
    white-space: nowrap;
  }

  .track {
    position: relative;
    height: 10px;
    border-radius: 5px;
    background: var(--raised);
  }

  .track i {
    display: block;
    height: 100%;
    min-width: 2px;
    border-radius: 5px;
    background: var(--positive);
    transition: width 0.3s;
  }

  .track i.held-out {
    background: var(--query);
  }

  .track u {
    position: absolute;
    top: -3px;
    bottom: -3px;
    border-left: 2px dotted var(--faint);
  }
`;
