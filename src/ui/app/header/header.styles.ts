import { css } from 'lit';

export const headerStyles = css`
  /* Wraps to a second row where it is too wide, except on a phone. */
  header {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0 var(--space-m);
    min-height: var(--header-height);
    padding: 0 var(--space-l);
    border-bottom: 1px solid var(--line);
    background: var(--bg);
  }

  .brand {
    margin-inline-end: var(--space-s);
    font-weight: 600;
    letter-spacing: -0.01em;
    white-space: nowrap;
  }

  nav {
    display: flex;
    flex-wrap: wrap;
    gap: 0 var(--space-2xs);
  }

  nav a {
    display: flex;
    align-items: center;
    justify-content: center;
    min-width: var(--control);
    min-height: var(--control);
    padding: var(--space-2xs) var(--space-m);
    border: 1px solid transparent;
    border-radius: var(--radius-small);
    color: var(--muted);
    text-decoration: none;
  }

  .chapters {
    display: flex;
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
  .language,
  .device {
    width: var(--control);
    padding: 0;
    font-size: var(--size-large);
  }

  [popover] {
    inset: auto;
    inset-inline-end: 12px;
    top: calc(var(--header-height) + 4px);
    padding: var(--space-xs);
    border: 1px solid var(--line);
    border-radius: var(--radius);
    background: var(--surface);
    color: var(--text);
  }

  [popover]:popover-open {
    display: grid;
  }

  [popover] button {
    justify-content: flex-start;
  }

  [popover] button:hover,
  [popover] button[aria-pressed="true"] {
    background: var(--raised);
  }

  .share {
    min-width: 5.75rem;
  }

  /* Icons only; their labels remain for screen readers. */
  @media (max-width: 77.5em) {
    header {
      column-gap: var(--space-xs);
    }

    nav a {
      padding-inline: var(--space-xs);
    }

    .share {
      width: var(--control);
      min-width: 0;
      padding: 0;
    }

    .share span {
      position: absolute;
      width: 1px;
      overflow: hidden;
      clip-path: inset(50%);
    }
  }

  @media (max-width: 63.75em), (max-width: 72em) and (pointer: coarse) {
    .brand {
      display: none;
    }
  }

  @media (max-width: 53.75em) {
    .chapters,
    nav a.notes {
      display: none;
    }
  }

  /* Beside the dock, in a low window. The device dialog has the choices of theme and language. */
  @media (max-height: 35em) and (max-width: 63.75em) {
    .language,
    .theme,
    nav a.speed,
    nav a.notes {
      display: none;
    }

    header {
      gap: 0;
      padding-inline: var(--space-s);
    }

    nav a {
      padding-inline: var(--space-xs);
    }
  }

  @media (max-width: 35em) {
    header {
      gap: 0;
      padding: 0 var(--space-xs);
    }
  }

  /* The device dialog also has the choices of theme and language. */
  @media (max-width: 26.875em) {
    header {
      flex-wrap: nowrap;
      padding: 0;
    }

    .language,
    .theme {
      display: none;
    }

    /* One row, also where the last link is swiped into it. */
    nav {
      flex-wrap: nowrap;
      gap: 0;
      overflow-x: auto;
      scrollbar-width: none;
    }

    nav a {
      flex: none;
      padding: var(--space-3xs);
      outline-offset: -2px;
      font-size: var(--size-fine);
    }

    header > :not(nav, .grow) {
      flex: none;
    }

    /* The engine's menu has it too. */
    nav a.speed {
      display: none;
    }
  }
`;
