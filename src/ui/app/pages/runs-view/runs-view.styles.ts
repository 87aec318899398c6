import { css } from 'lit';

export const runsViewStyles = css`
  .head {
    display: flex;
    flex-wrap: wrap;
    align-items: end;
    justify-content: space-between;
    gap: var(--space-s) var(--space-l);
    margin-bottom: var(--space-l);
  }

  .head p {
    color: var(--muted);
  }

  .card {
    margin-bottom: var(--space-l);
  }

  .card h2 {
    margin-bottom: var(--space-s);
  }

  .deleted {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: var(--space-s) var(--space-m);
    margin-bottom: var(--space-l);
    padding: var(--space-s) var(--space-l);
    border: 1px solid var(--line-strong);
    border-radius: var(--radius);
    background: var(--raised);
    overflow-wrap: anywhere;
  }

  table {
    width: 100%;
    border-collapse: collapse;
    font-size: var(--size-compact);
  }

  th {
    padding: 0 var(--space-s) var(--space-s);
    color: var(--muted);
    font-weight: 400;
    text-align: start;
    white-space: nowrap;
  }

  td {
    padding: var(--space-xs) var(--space-s);
    border-top: 1px solid var(--line);
    vertical-align: middle;
  }

  td.number,
  th.number {
    text-align: end;
    white-space: nowrap;
  }

  td.date {
    color: var(--muted);
    white-space: nowrap;
  }

  tr.current td {
    background: var(--accent-soft);
  }

  .name {
    overflow-wrap: anywhere;
    font-weight: 600;
  }

  .name small,
  .kind {
    color: var(--muted);
    font-weight: 400;
  }

  input[type="checkbox"] {
    width: 18px;
    height: 18px;
    accent-color: var(--accent);
  }

  input[type="text"] {
    width: 100%;
    min-width: 130px;
  }

  .actions {
    display: flex;
    flex-wrap: wrap;
    justify-content: end;
    gap: var(--space-xs);
  }

  .actions button {
    min-height: var(--control-small);
    padding: var(--space-3xs) var(--space-s);
    font-size: var(--size-small);
  }

  .empty {
    color: var(--muted);
  }

  @media (max-width: 53.75em) {
    thead {
      position: absolute;
      clip-path: inset(50%);
    }

    tr {
      display: grid;
      grid-template-columns: auto auto auto 1fr;
      gap: var(--space-3xs) var(--space-m);
      padding: var(--space-s) var(--space-s);
      border-top: 1px solid var(--line);
    }

    tr.current {
      background: var(--accent-soft);
    }

    td,
    tr.current td {
      padding: 0;
      border: none;
      background: none;
    }

    td.number,
    td.date,
    td.kind {
      text-align: start;
      font-size: var(--size-small);
    }

    td.kind {
      grid-column: 2 / -1;
    }

    td.step {
      grid-column: 2;
    }

    td.actions-cell {
      grid-column: 1 / -1;
      padding-top: var(--space-xs);
    }

    td.name {
      grid-column: 2 / -1;
    }

    .actions {
      justify-content: start;
    }
  }
`;
