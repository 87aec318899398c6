import { css } from 'lit';

export const presetPickerStyles = css`
  :host {
    display: block;
  }

  fieldset {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(12.5rem, 100%), 1fr));
    gap: var(--space-s);
    min-width: 0;
  }

  legend {
    margin-bottom: var(--space-s);
    color: var(--muted);
    font-size: var(--size-compact);
    font-weight: 600;
  }

  label {
    display: grid;
    grid-template-columns: auto 1fr;
    align-content: start;
    gap: var(--space-3xs) var(--space-s);
    min-height: var(--control);
    padding: var(--space-m) var(--space-m) var(--space-m);
    cursor: pointer;
  }

  label:hover {
    border-color: var(--line-strong);
  }

  label:has(:checked) {
    border-color: var(--accent);
    background: var(--raised);
    box-shadow: inset 0 0 0 1px var(--accent);
  }

  label:has(:focus-visible) {
    outline: 2px solid var(--accent);
    outline-offset: 2px;
  }

  input {
    margin: var(--space-2xs) 0 0;
    accent-color: var(--accent);
    outline: none;
  }

  b {
    font-weight: 600;
  }

  label:has(:checked) b {
    color: var(--accent);
  }

  span {
    grid-column: 1 / -1;
    color: var(--muted);
    font-size: var(--size-compact);
    line-height: 1.4;
  }

  /* On phones only the selected card shows its description. */
  @media (max-width: 53.75em) {
    fieldset {
      display: flex;
      flex-wrap: wrap;
      gap: var(--space-xs);
    }

    label:not(:has(:checked)) span {
      display: none;
    }

    label.card {
      flex: 1 0 auto;
      padding: var(--space-xs) var(--space-m) var(--space-s);
    }

    label:has(:checked) {
      flex: 1 0 100%;
    }
  }
`;
