import { css } from 'lit';

export const headerStyles = css`
  header {
    display: flex;
    align-items: center;
    gap: 14px;
    height: var(--header-height);
    padding: 0 20px;
    border-bottom: 1px solid var(--line);
    background: var(--bg);
  }

  .brand {
    margin-right: 8px;
    font-weight: 650;
    letter-spacing: -0.01em;
    white-space: nowrap;
  }

  nav {
    display: flex;
    gap: 4px;
  }

  nav a {
    padding: 4px 12px;
    border: 1px solid transparent;
    border-radius: var(--radius-small);
    color: var(--muted);
    text-decoration: none;
  }

  .chapters {
    display: flex;
  }

  .chapters a {
    padding: 4px 11px;
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
    font-size: 16px;
  }

  .share {
    min-width: 92px;
  }

  @media (pointer: coarse) {
    nav a,
    button {
      display: inline-flex;
      align-items: center;
      min-height: 44px;
    }
  }

  @media (max-width: 860px) {
    .chapters {
      display: none;
    }
  }

  @media (max-width: 560px) {
    header {
      gap: 8px;
      padding: 0 12px;
    }

    .brand {
      display: none;
    }

    nav a {
      padding: 4px 8px;
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
      padding: 0 6px;
    }

    /* On the narrowest screens the links move aside, never the buttons. */
    nav {
      gap: 0;
      min-width: 0;
      overflow-x: auto;
      scrollbar-width: none;
    }

    nav a {
      padding: 4px;
      font-size: 14px;
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
