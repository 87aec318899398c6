import { css } from 'lit';

export const compareViewStyles = css`
  :host {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: var(--space-l);
    max-width: 1560px;
    margin: 0 auto;
  }

  .head {
    display: grid;
    grid-template-columns: 1fr auto;
    gap: var(--space-m) var(--space-xl);
    align-items: center;
  }

  .status {
    min-height: 1.5em;
    color: var(--muted);
  }

  .buttons {
    display: flex;
    flex-wrap: wrap;
    justify-content: end;
    gap: var(--space-s);
  }

  .buttons button,
  .buttons a {
    min-height: var(--touch);
  }

  .buttons .big {
    min-width: 8.25rem;
    padding-inline: var(--space-xl);
    font-size: var(--size-large);
  }

  .link {
    display: inline-flex;
    align-items: center;
    padding-inline: var(--space-m);
    font-size: var(--size-compact);
  }

  progress {
    grid-column: 1 / -1;
    width: 100%;
    height: 4px;
    border: 0;
    border-radius: var(--radius-tiny);
    overflow: hidden;
    background: var(--raised);
    accent-color: var(--accent);
    appearance: none;
  }

  progress::-webkit-progress-bar {
    background: var(--raised);
  }

  progress::-webkit-progress-value {
    background: var(--accent);
  }

  progress::-moz-progress-bar {
    background: var(--accent);
  }

  .banner {
    padding: var(--space-m) var(--space-l);
    border: 1px solid var(--warning);
    border-radius: var(--radius);
    background: var(--warning-soft);
  }

  .banner.error {
    border-color: var(--error);
    background: var(--error-soft);
  }

  .columns {
    display: grid;
    grid-template-columns: minmax(0, 1.35fr) minmax(0, 1fr);
    gap: var(--space-l);
    align-items: start;
  }

  .column {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: var(--space-l);
    min-width: 0;
  }

  .card > h2 {
    margin-bottom: var(--space-s);
  }

  .card > h2::first-letter {
    text-transform: uppercase;
  }

  .common {
    margin-top: var(--space-m);
    color: var(--muted);
    font-size: var(--size-small);
  }

  .scroll {
    overflow-x: auto;
  }

  table {
    width: 100%;
    border-collapse: collapse;
    font-size: var(--size-compact);
    font-variant-numeric: tabular-nums;
  }

  caption {
    text-align: start;
  }

  th,
  td {
    padding: var(--space-2xs) 0 var(--space-2xs) var(--space-m);
    border-bottom: 1px solid var(--line);
    font-weight: 400;
    text-align: end;
    white-space: nowrap;
  }

  th:first-child {
    padding-inline-start: 0;
    color: var(--muted);
    text-align: start;
    white-space: normal;
  }

  thead th {
    font-weight: 600;
    white-space: normal;
  }

  thead .blue {
    color: var(--positive);
  }

  thead .yellow {
    color: var(--query);
  }

  tfoot th,
  tfoot td {
    padding-top: var(--space-m);
    border-bottom: 0;
  }

  @media (max-width: 63.75em) {
    .columns {
      grid-template-columns: minmax(0, 1fr);
    }
  }

  @media (max-width: 53.75em) {
    .head {
      grid-template-columns: minmax(0, 1fr);
    }

    .buttons {
      justify-content: stretch;
    }

    .big {
      flex: 1;
    }

    th,
    td {
      padding-inline-start: var(--space-xs);
      font-size: var(--size-fine);
    }

    td button {
      padding-inline: var(--space-s);
    }
  }
`;
