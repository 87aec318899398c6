import { css } from 'lit';

export const headerStyles = css`
  header {
    display: flex;
    align-items: center;
    gap: var(--space-l);
    min-height: var(--header-height);
    padding-inline: var(--space-l) var(--space-m);
    background: var(--bg);
  }

  .brand {
    font-weight: 600;
    letter-spacing: -0.01em;
    white-space: nowrap;
  }

  nav {
    display: flex;
  }

  nav a {
    display: grid;
    place-items: center;
    min-width: max(2.125rem, var(--control-small));
    min-height: var(--touch);
    border-radius: var(--radius-small);
    outline-offset: -2px;
    text-decoration: none;
  }

  button {
    min-width: var(--touch);
    min-height: var(--touch);
    color: var(--muted);
    outline-offset: -2px;
  }

  button:hover {
    color: var(--text);
  }

  .training {
    margin-inline-start: auto;
    color: var(--muted);
    font-size: var(--size-small);
  }

  .training:not(:empty)::before {
    content: '●';
    margin-inline-end: var(--space-xs);
    color: var(--good);
  }

  .menu {
    padding: 0;
    font-size: var(--size-large);
  }

  .chapters {
    display: none;
    font-variant-numeric: tabular-nums;
  }

  /* A small window has the list of chapters in the menu. */
  @media (max-width: 35em), (max-height: 35em) {
    header {
      gap: var(--space-xs);
      padding-inline: var(--space-l) var(--space-2xs);
    }

    nav {
      display: none;
    }

    .chapters {
      display: inline-flex;
    }
  }

  @media (max-width: 35em) {
    .brand span {
      display: none;
    }
  }
`;
