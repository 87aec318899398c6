import { css } from 'lit';

export const crossGridStyles = css`
  table {
    width: auto;
  }

  thead th {
    color: var(--query);
    font-size: 14px;
    text-align: center;
  }

  th.key {
    padding-inline-end: 0.75rem;
    text-align: end;
  }

  td.cell {
    width: 4rem;
    height: 2.5rem;
    border: 1px solid var(--line-strong);
    background: var(--scale-zero);
  }
`;
