import { css } from 'lit';

export const deviceDialogStyles = css`
  dialog {
    width: min(36rem, calc(100vw - 1.5rem));
  }

  dialog[open] {
    display: grid;
    gap: 1rem;
  }
  section,
  fieldset {
    display: grid;
    justify-items: start;
    gap: 0.5rem;
    min-width: 0;
    margin: 0;
    padding: 0.875rem 0 0;
    border: 0;
    border-top: 1px solid var(--line);
  }

  h3,
  legend {
    margin: 0;
    padding: 0;
    font-size: 15px;
    font-weight: 600;
  }

  legend {
    float: left;
    width: 100%;
  }

  p {
    color: var(--muted);
    font-size: 14px;
  }

  p:empty {
    display: none;
  }

  .problem {
    padding: 0.625rem 0.875rem;
    border-radius: var(--radius-small);
    background: var(--error-soft);
    color: var(--text);
  }

  label {
    display: flex;
    align-items: center;
    gap: 0.625rem;
    min-height: 28px;
    font-size: 14px;
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
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.5rem 0.875rem;
    width: 100%;
    font-size: 14px;
  }

  progress {
    flex: 1 1 12rem;
    height: 8px;
    accent-color: var(--accent);
  }

  @media (pointer: coarse) {
    label {
      min-height: 44px;
    }
  }
`;
