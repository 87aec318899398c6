import { css } from 'lit';

export const embeddingSpaceStyles = css`
  progress {
    width: 8rem;
    height: 0.5rem;
    accent-color: var(--accent);
  }

  .making {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--space-s) var(--space-m);
    font-size: var(--size-compact);
  }
`;
