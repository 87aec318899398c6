import { css } from 'lit';

export const deviceDialogStyles = css`
  dialog {
    width: min(36rem, calc(100vw - 1.5rem));
  }

  dialog[open] {
    display: grid;
    gap: var(--space-l);
  }
  section,
  fieldset {
    display: grid;
    justify-items: start;
    gap: var(--space-s);
    min-width: 0;
    padding: var(--space-m) 0 0;
    border-top: 1px solid var(--line);
  }

  .languages {
    display: flex;
    flex-wrap: wrap;
    gap: var(--space-s);
  }

  .languages [aria-pressed="true"] {
    border-color: var(--accent);
    background: var(--accent-soft);
  }

  h3,
  legend {
    font-size: var(--size-body);
    font-weight: 600;
  }

  legend {
    float: inline-start;
    width: 100%;
  }

  p {
    color: var(--muted);
    font-size: var(--size-compact);
  }

  p:empty {
    display: none;
  }

  .problem {
    padding: var(--space-s) var(--space-m);
    border-radius: var(--radius-small);
    background: var(--error-soft);
    color: var(--text);
  }

  label {
    display: flex;
    align-items: center;
    gap: var(--space-s);
    min-height: var(--control-small);
    font-size: var(--size-compact);
    cursor: pointer;
  }

  label input {
    flex: none;
    width: 18px;
    height: 18px;
    margin: 0;
    accent-color: var(--accent);
  }

  .row {
    width: 100%;
  }
`;
