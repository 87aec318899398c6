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
    gap: 0.5rem 0.75rem;
    font-size: 14px;
  }
`;
