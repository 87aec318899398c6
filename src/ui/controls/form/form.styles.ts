import { css } from 'lit';

export const formStyles = css`
  :host {
    display: block;
  }

  details.card {
    padding: 0;
  }

  summary {
    display: flex;
    align-items: baseline;
    gap: var(--space-2xs) var(--space-m);
    padding: var(--space-m) var(--space-l);
    border-radius: var(--radius);
    cursor: pointer;
    list-style: none;
  }

  summary::-webkit-details-marker {
    display: none;
  }

  summary h2 {
    flex: none;
  }

  summary h2::before {
    content: "▸";
    display: inline-block;
    width: 1.2em;
    color: var(--faint);
  }

  [open] > summary h2::before {
    content: "▾";
  }

  .summary {
    color: var(--muted);
    font-size: var(--size-compact);
    font-variant-numeric: tabular-nums;
  }

  form {
    display: grid;
    gap: var(--space-l);
    justify-items: start;
    padding: var(--space-2xs) var(--space-l) var(--space-l);
  }

  fieldset {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(min(14.375rem, 100%), 1fr));
    gap: var(--space-m) var(--space-xl);
    width: 100%;
    min-width: 0;
  }

  legend,
  .memory h3 {
    margin-bottom: var(--space-s);
    color: var(--muted);
    font-size: var(--size-small);
    font-weight: 600;
  }

  .field {
    display: grid;
    grid-template-columns: 1fr 7rem;
    gap: var(--space-2xs) var(--space-s);
    align-items: center;
    align-content: start;
  }

  label {
    font-size: var(--size-compact);
    line-height: 1.3;
  }

  .changed label {
    color: var(--highlight);
  }

  .field input[type="number"],
  select {
    width: 100%;
    font-variant-numeric: tabular-nums;
  }

  input[type="checkbox"] {
    width: 20px;
    height: 20px;
    accent-color: var(--accent);
  }

  .field p {
    grid-column: 1 / -1;
    color: var(--faint);
    font-size: var(--size-small);
    line-height: 1.4;
  }

  .field [aria-invalid="true"] {
    border-color: var(--error);
  }

  .invalid p {
    color: var(--error);
  }

  .memory {
    width: 100%;
  }

  .memory b {
    color: var(--text);
  }

  .memory dl {
    display: flex;
    flex-wrap: wrap;
    gap: var(--space-xs) var(--space-xl);
    font-size: var(--size-compact);
  }

  .memory dt {
    color: var(--faint);
    font-size: var(--size-small);
  }

  @media (max-width: 53.75em) {
    summary {
      flex-direction: column;
    }
  }
`;
