import { css } from 'lit';

export const headerStyles = css`
  header {
    display: flex;
    align-items: center;
    gap: var(--space-m);
    height: var(--header-height);
    padding: 0 var(--space-l);
    border-bottom: 1px solid var(--line);
    background: var(--bg);
  }

  .brand {
    margin-right: var(--space-s);
    font-weight: 600;
    letter-spacing: -0.01em;
    white-space: nowrap;
  }

  nav {
    display: flex;
    gap: var(--space-2xs);
  }

  nav a {
    padding: var(--space-2xs) var(--space-m);
    border: 1px solid transparent;
    border-radius: var(--radius-small);
    color: var(--muted);
    text-decoration: none;
  }

  .chapters {
    display: flex;
  }

  .chapters a {
    padding: var(--space-2xs) var(--space-m);
  }

  nav a:hover {
    color: var(--text);
  }

  nav a[aria-current="page"] {
    border-color: var(--line);
    background: var(--raised);
    color: var(--text);
  }

  .grow {
    flex: 1;
  }

  .theme,
  .device {
    width: 38px;
    padding: 0;
    font-size: var(--size-large);
  }

  .share {
    min-width: 92px;
  }

  @media (pointer: coarse) {
    nav a,
    button {
      display: inline-flex;
      align-items: center;
      min-height: var(--touch);
    }
  }

  @media (max-width: 860px) {
    .chapters {
      display: none;
    }
  }

  @media (max-width: 560px) {
    header {
      gap: var(--space-s);
      padding: 0 var(--space-m);
    }

    .brand {
      display: none;
    }

    nav a {
      padding: var(--space-2xs) var(--space-s);
    }

    .share {
      min-width: 38px;
      padding: 0;
    }

    .share span {
      position: absolute;
      clip-path: inset(50%);
    }
  }

  @media (max-width: 430px) {
    header {
      gap: 0;
      padding: 0 var(--space-xs);
    }

    /* On the narrowest screens the links move aside, never the buttons. */
    nav {
      gap: 0;
      min-width: 0;
      overflow-x: auto;
      scrollbar-width: none;
    }

    nav a {
      padding: var(--space-2xs);
      font-size: var(--size-compact);
    }

    header button,
    .theme,
    .share {
      flex: none;
      width: 34px;
      min-width: 34px;
      padding: 0;
    }
  }
`;
