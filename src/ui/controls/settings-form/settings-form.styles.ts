import { css } from 'lit';

export const settingsFormStyles = css`
  :host {
    display: block;
  }

  details.card {
    padding: 0;
  }

  summary {
    display: flex;
    align-items: baseline;
    gap: 4px 14px;
    padding: 11px 16px;
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
    font-size: 14px;
    font-variant-numeric: tabular-nums;
  }

  form {
    display: grid;
    gap: 18px;
    justify-items: start;
    padding: 4px 18px 18px;
  }

  fieldset {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(min(230px, 100%), 1fr));
    gap: 14px 22px;
    width: 100%;
    min-width: 0;
    margin: 0;
    padding: 0;
    border: 0;
  }

  legend {
    margin-bottom: 8px;
    padding: 0;
    color: var(--muted);
    font-size: var(--size-small);
    font-weight: 600;
  }

  .field {
    display: grid;
    grid-template-columns: 1fr 112px;
    gap: 3px 10px;
    align-items: center;
    align-content: start;
  }

  label {
    font-size: 14px;
    line-height: 1.3;
  }

  .differs label {
    color: var(--query);
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
    font-size: 12.5px;
    line-height: 1.4;
  }

  .wrong input {
    border-color: var(--error);
  }

  .wrong p {
    color: var(--error);
  }

  .memory {
    width: 100%;
  }

  .memory h3 {
    margin-bottom: 8px;
    color: var(--muted);
    font-size: var(--size-small);
    font-weight: 600;
  }

  .memory b {
    color: var(--text);
  }

  .memory dl {
    display: flex;
    flex-wrap: wrap;
    gap: 6px 26px;
    font-size: 14px;
  }

  .memory dt {
    color: var(--faint);
    font-size: 12.5px;
  }

  @media (max-width: 760px) {
    summary {
      flex-direction: column;
    }
  }
`;
