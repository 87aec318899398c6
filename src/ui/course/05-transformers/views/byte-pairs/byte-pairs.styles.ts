import { css } from 'lit';

export const bytePairsStyles = css`
  input[type='range'] {
    flex: 1 1 10rem;
  }

  .figures {
    display: flex;
    flex-wrap: wrap;
    gap: var(--space-2xs) var(--space-xl);
    font-size: var(--size-compact);
  }

  .learnt {
    max-height: 7.5rem;
    overflow-y: auto;
  }
`;
