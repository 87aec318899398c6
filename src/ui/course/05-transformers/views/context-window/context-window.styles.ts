import { css } from 'lit';

export const contextWindowStyles = css`
  .places {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(0.625rem, 1fr));
    gap: var(--space-2xs);
  }

  .places i {
    height: 2.75rem;
    border: 1px solid var(--line);
    border-radius: var(--radius-tiny);
  }

  .places i.taken {
    border-color: var(--data);
    background: var(--data);
  }

  .places i.last {
    border-color: var(--highlight);
    background: var(--highlight);
  }
`;
