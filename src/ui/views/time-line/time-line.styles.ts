import { css } from 'lit';

export const timeLineStyles = css`
  :host {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 4px 12px;
    min-width: 0;
    padding: 3px 20px;
    border-top: 1px solid var(--line);
    background: var(--surface);
    font-size: var(--size-small);
  }

  :host([past]) {
    border-top: 2px solid var(--warning);
    background: linear-gradient(var(--warning-soft), var(--warning-soft)), var(--surface);
  }

  label {
    color: var(--muted);
    white-space: nowrap;
  }

  input {
    flex: 1 1 160px;
    min-width: 120px;
    height: 26px;
    accent-color: var(--accent);
  }

  :host([past]) input {
    accent-color: var(--warning);
  }

  output {
    min-width: 10.5em;
    white-space: nowrap;
  }

  .buttons {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
  }

  .optional {
    margin-left: -7px;
  }

  button {
    min-height: 30px;
    padding: 2px 10px;
    font-size: var(--size-small);
  }

  @media (max-width: 760px) {
    :host {
      padding: 3px 14px;
    }

    output {
      min-width: 0;
    }

    .optional {
      display: none;
    }
  }
`;
