import { css } from 'lit';

export const checkpointSliderStyles = css`
  :host {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--space-2xs) var(--space-m);
    min-width: 0;
    padding: var(--space-2xs) var(--space-l);
    border-top: 1px solid var(--line);
    background: var(--surface);
    font-size: var(--size-small);
  }

  :host([preview]) {
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

  :host([preview]) input {
    accent-color: var(--warning);
  }

  output {
    min-width: 10.5em;
    white-space: nowrap;
  }

  .buttons {
    display: flex;
    flex-wrap: wrap;
    gap: var(--space-s);
  }

  button {
    min-height: var(--control-small);
    padding: var(--space-3xs) var(--space-s);
    font-size: var(--size-small);
  }

  @media (max-width: 53.75em) {
    :host {
      padding: var(--space-2xs) var(--space-m);
    }

    output {
      min-width: 0;
    }

    .optional {
      display: none;
    }
  }
`;
