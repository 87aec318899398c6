import { css } from 'lit';

export const headTableStyles = css`
  :host {
    display: block;
    min-width: 0;
  }

  .scroll {
    position: relative;
    overflow: auto;
    max-height: 34rem;
  }

  table {
    width: 100%;
    border-collapse: separate;
    border-spacing: 0;
    font-size: var(--size-compact);
    font-variant-numeric: tabular-nums;
  }

  :is(th, td) {
    padding: var(--space-3xs) var(--space-s);
    border-bottom: 1px solid var(--line);
    font-weight: 400;
    text-align: end;
    white-space: nowrap;
  }

  thead th {
    position: sticky;
    z-index: 1;
    top: 0;
    padding: 0;
    background: var(--surface);
    color: var(--muted);
    vertical-align: bottom;
  }

  thead button {
    width: 100%;
    min-height: var(--control-small);
    padding: var(--space-2xs) var(--space-s);
    justify-content: flex-end;
    align-items: flex-end;
    font-size: var(--size-fine);
    line-height: 1.2;
    text-align: end;
    white-space: normal;
  }

  thead button:hover {
    color: var(--text);
  }

  thead i {
    width: 0.7em;
    color: var(--accent);
    font-style: normal;
  }

  tbody th,
  tfoot th,
  thead th.head {
    position: sticky;
    inset-inline-start: 0;
    background: var(--surface);
    text-align: start;
  }

  thead th.head {
    z-index: 2;
  }

  :is(thead .head, thead .nearest) button {
    justify-content: flex-start;
    text-align: start;
  }

  tbody button {
    min-width: 3.25rem;
    min-height: var(--control-small);
    padding: 0 var(--space-s);
  }

  tbody tr:hover :is(th, td) {
    background: var(--raised);
  }

  .chosen button {
    border-color: var(--highlight);
    color: var(--highlight);
  }

  td.nearest {
    text-align: start;
  }

  td.chance {
    color: var(--faint);
  }

  td span:not(.meter) {
    color: var(--faint);
    font-size: var(--size-fine);
  }

  .meter {
    position: relative;
    display: block;
    height: 3px;
    min-width: 3rem;
    margin-top: 1px;
    border-radius: var(--radius-tiny);
    background: var(--raised);
  }

  .meter b {
    display: block;
    height: 100%;
    border-radius: var(--radius-tiny);
    background: var(--positive);
  }

  .meter b.negative {
    background: var(--negative);
  }

  td.chance .meter b {
    opacity: 0.5;
  }

  .meter u {
    position: absolute;
    top: -2px;
    bottom: -2px;
    width: 2px;
    background: var(--text);
  }

  tfoot :is(th, td) {
    border-bottom: 0;
    color: var(--muted);
    font-size: var(--size-small);
  }
`;
