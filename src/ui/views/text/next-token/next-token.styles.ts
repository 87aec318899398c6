import { css } from 'lit';

export const nextTokenStyles = css`
  :host {
    display: block;
  }

  th:first-child {
    max-width: 8rem;
    overflow: hidden;
    text-overflow: ellipsis;
  }

  .bars {
    width: 100%;
    min-width: 0;
  }

  .compared .bar {
    height: 0.3125rem;
  }

  .bar + .bar {
    margin-top: var(--space-3xs);
    background: var(--data);
  }

  .now {
    color: var(--positive);
  }

  .changed {
    color: var(--data);
  }

  .rest th {
    color: var(--muted);
  }

  .rest .bar {
    opacity: 0.55;
  }
`;
