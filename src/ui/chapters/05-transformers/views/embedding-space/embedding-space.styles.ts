import { css } from 'lit';

export const embeddingSpaceStyles = css`
  svg {
    display: block;
    border-radius: var(--radius-small);
    background: var(--scale-zero);
  }

  circle {
    fill: var(--data);
    fill-opacity: 0.55;
    cursor: pointer;
  }

  circle.near {
    fill: var(--key);
    fill-opacity: 1;
  }

  circle.chosen {
    fill: var(--query);
    fill-opacity: 1;
  }

  text {
    fill: var(--muted);
    font-size: 13px;
    pointer-events: none;
  }

  text.near {
    fill: var(--key);
  }

  text.chosen {
    fill: var(--query);
    font-weight: 620;
  }
`;
