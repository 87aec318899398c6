import { css } from 'lit';

export const embeddedHeadStyles = css`
  main {
    display: grid;
    gap: var(--space-m);
    padding: var(--space-m);
  }

  header {
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    justify-content: space-between;
    gap: var(--space-3xs) var(--space-m);
  }

  h1 {
    font-size: var(--size-body);
  }
`;
