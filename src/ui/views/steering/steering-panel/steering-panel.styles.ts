import { css } from 'lit';

export const steeringPanelStyles = css`
  :host {
    display: grid;
    align-content: start;
    gap: var(--space-s);
    padding: var(--space-m) var(--space-l);
    font-size: var(--size-compact);
  }

  h2 {
    color: var(--text);
  }

  p,
  caption {
    color: var(--muted);
    font-size: var(--size-small);
    text-align: left;
  }

  .actions {
    display: flex;
    flex-wrap: wrap;
    gap: var(--space-s);
  }

  .prompts {
    display: grid;
    gap: var(--space-s);
  }

  .prompts label {
    display: grid;
    color: var(--muted);
    font-size: var(--size-small);
  }

  textarea {
    width: 100%;
    resize: vertical;
  }

  .controls {
    display: flex;
    align-items: end;
    gap: var(--space-s);
  }

  .controls .grow {
    display: grid;
    flex: 1;
    font-size: var(--size-small);
  }

  .controls progress {
    width: 100%;
    accent-color: var(--accent);
  }

  table {
    width: 100%;
    border-collapse: collapse;
    font-variant-numeric: tabular-nums;
  }

  table :is(th, td) {
    padding: var(--space-2xs) var(--space-2xs) var(--space-2xs) 0;
    border-bottom: 1px solid var(--line);
    font-size: var(--size-small);
    font-weight: 400;
    text-align: left;
    vertical-align: top;
  }

  table :is(td, thead th:not(:first-child)):not(.wide) {
    text-align: right;
    white-space: nowrap;
  }

  table thead th {
    color: var(--muted);
    font-size: var(--size-fine);
  }

  .wide {
    width: 40%;
  }

  td i {
    display: block;
    height: 0.3125rem;
    margin-top: 1px;
    border-radius: var(--radius-tiny);
  }

  i.before {
    background: var(--faint);
  }

  i.after {
    background: var(--positive);
  }

  i.random {
    min-width: 1px;
    background: var(--negative);
  }

  .key {
    display: flex;
    flex-wrap: wrap;
    gap: 0 var(--space-m);
    padding: 0;
    list-style: none;
    color: var(--muted);
    font-size: var(--size-fine);
  }

  .key li {
    display: flex;
    align-items: center;
    gap: var(--space-xs);
  }

  .key i {
    width: 1rem;
    height: 0.3125rem;
    border-radius: var(--radius-tiny);
  }

  dl {
    display: grid;
    grid-template-columns: auto minmax(0, 1fr);
    gap: var(--space-2xs) var(--space-s);
    margin: 0;
    font-size: var(--size-small);
  }

  dt {
    color: var(--muted);
  }

  dd {
    margin: 0;
    white-space: pre-line;
  }

  dd.with {
    color: var(--positive);
  }
`;
