import { css } from 'lit';

export const compareViewStyles = css`
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

  @media (max-width: 53.75em) {
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
