import { css } from 'lit';

export const presetPickerStyles = css`
  :host {
    display: block;
  }

  fieldset {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(200px, 100%), 1fr));
    gap: 10px;
    min-width: 0;
    margin: 0;
    padding: 0;
    border: 0;
  }

  legend {
    margin-bottom: 8px;
    padding: 0;
    color: var(--muted);
    font-size: 14px;
    font-weight: 600;
  }

  label {
    display: grid;
    grid-template-columns: auto 1fr;
    align-content: start;
    gap: 2px 8px;
    padding: 11px 14px 12px;
    cursor: pointer;
  }

  label:hover {
    border-color: var(--line-strong);
  }

  label:has(:checked) {
    border-color: var(--query);
    background: var(--raised);
    box-shadow: inset 0 0 0 1px var(--query);
  }

  label:has(:focus-visible) {
    outline: 2px solid var(--accent);
    outline-offset: 2px;
  }

  input {
    margin: 5px 0 0;
    accent-color: var(--query);
    outline: none;
  }

  b {
    font-weight: 620;
  }

  label:has(:checked) b {
    color: var(--query);
  }

  span {
    grid-column: 1 / -1;
    color: var(--muted);
    font-size: 13.5px;
    line-height: 1.4;
  }

  /* On a phone only the card chosen tells its story. */
  @media (max-width: 760px) {
    fieldset {
      display: flex;
      flex-wrap: wrap;
      gap: 6px;
    }

    label:not(:has(:checked)) span {
      display: none;
    }

    label.card {
      flex: 1 0 auto;
      padding: 6px 12px 8px;
    }

    label:has(:checked) {
      flex: 1 0 100%;
    }
  }
`;
