import { css } from 'lit';

export const embeddedStyles = css`
  main {
    display: grid;
    gap: var(--space-m);
    padding: var(--space-m);
  }

  /* As high as the frame. */
  main:has(lab-stage) {
    grid-template: repeat(2, auto) minmax(0, 1fr) / minmax(0, 1fr);
    height: 100dvh;
  }

  main:has([role='alert']) {
    height: auto;
  }

  lab-stage {
    border: 1px solid var(--line);
    border-radius: var(--radius-small);
    overflow: hidden;
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
