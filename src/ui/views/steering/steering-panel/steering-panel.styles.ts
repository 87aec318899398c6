import { css } from 'lit';

export const steeringPanelStyles = css`
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

  table :is(th, td) {
    padding: var(--space-2xs) var(--space-2xs) var(--space-2xs) 0;
    border-bottom: 1px solid var(--line);
    font-size: var(--size-small);
    font-weight: 400;
    text-align: start;
    vertical-align: top;
  }

  table :is(td, thead th:not(:first-child)):not(.wide) {
    text-align: end;
    white-space: nowrap;
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
