import { css } from 'lit';

export const runsViewStyles = css`
  .head {
    display: flex;
    flex-wrap: wrap;
    align-items: end;
    justify-content: space-between;
    gap: 10px 20px;
    margin-bottom: var(--space);
  }

  .head p {
    color: var(--muted);
  }

  .card {
    margin-bottom: var(--space);
  }

  .card h2 {
    margin-bottom: 10px;
  }

  .deleted {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: 8px 14px;
    margin-bottom: var(--space);
    padding: 8px 16px;
    border: 1px solid var(--line-strong);
    border-radius: var(--radius);
    background: var(--raised);
    overflow-wrap: anywhere;
  }

  table {
    width: 100%;
    border-collapse: collapse;
    font-size: 14px;
  }

  th {
    padding: 0 10px 8px;
    color: var(--muted);
    font-weight: 500;
    text-align: left;
    white-space: nowrap;
  }

  td {
    padding: 7px 10px;
    border-top: 1px solid var(--line);
    vertical-align: middle;
  }

  td.number,
  th.number {
    text-align: right;
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
    gap: 6px;
  }

  .actions button {
    min-height: 30px;
    padding: 2px 9px;
    font-size: var(--size-small);
  }

  .empty {
    color: var(--muted);
  }

  @media (max-width: 860px) {
    thead {
      position: absolute;
      clip-path: inset(50%);
    }

    tr {
      display: grid;
      grid-template-columns: auto auto auto 1fr;
      gap: 2px 12px;
      padding: 10px 8px;
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
      text-align: left;
      font-size: var(--size-small);
    }

    td.kind {
      grid-column: 2 / -1;
    }

    td.step {
      grid-column: 2;
    }

    td.act {
      grid-column: 1 / -1;
      padding-top: 6px;
    }

    td.name {
      grid-column: 2 / -1;
    }

    .actions {
      justify-content: start;
    }
  }
`;
