import { css } from 'lit';

export const fieldStyles = css`
  :host {
    display: block;
    font-size: var(--size-compact);
  }

  fieldset {
    display: grid;
    gap: var(--space-2xs);
    margin: 0;
    padding: 0;
    border: 0;
  }

  .right {
    color: var(--good);
  }

  .wrong {
    color: var(--error);
  }

  .hint {
    color: var(--muted);
    font-size: var(--size-small);
  }
`;
