import { css } from 'lit';

export const dockStyles = css`
  :host {
    container-type: inline-size;
    display: flex;
    align-items: center;
    gap: var(--space-l);
    min-height: var(--dock-height);
    padding: 0 var(--space-l);
    border-top: 1px solid var(--line);
    background: var(--bg);
    color: var(--muted);
    font-size: var(--size-compact);
    font-variant-numeric: tabular-nums;
  }

  button {
    flex: none;
  }

  b {
    color: var(--text);
    font-weight: 600;
  }

  /* Wraps to two lines in a narrow viewport. */
  .figures {
    display: flex;
    flex: 1;
    flex-wrap: wrap;
    align-items: center;
    gap: 0 var(--space-l);
    min-width: 0;
    line-height: 1.45;
  }

  lab-model-menu {
    margin: 0 calc(-1 * var(--space-s));
  }

  /* Fixed minimum width, so that the layout does not shift when numbers change. */
  .loss {
    min-width: 4.875rem;
  }

  .badge {
    --state: var(--good);

    display: inline-flex;
    align-items: center;
    gap: var(--space-s);
    min-height: var(--control-small);
    padding: var(--space-3xs) var(--space-s);
    border-color: transparent;
    background: none;
    color: var(--muted);
    font-size: var(--size-small);
    white-space: nowrap;
  }

  .badge::before {
    content: '';
    display: inline-block;
    width: 7px;
    height: 7px;
    border-radius: 50%;
    background: var(--state);
  }

  .badge.wasm,
  .badge.reference {
    --state: var(--data);
  }

  .badge.waiting {
    --state: var(--warning);
  }

  .badge.failed {
    --state: var(--error);

    color: var(--error);
  }

  [popover] {
    inset: auto;
    bottom: calc(var(--dock-height) + var(--space-s));
    inset-inline-start: var(--space-m);
    width: min(24rem, calc(100vw - 2 * var(--space-m)));
    max-height: calc(100dvh - var(--dock-height) - 2 * var(--space-s));
    overflow-y: auto;
    padding: var(--space-m) var(--space-l);
    border: 1px solid var(--line);
    border-radius: var(--radius);
    background: var(--surface);
    color: var(--text);
    box-shadow: var(--shadow);
  }

  [popover] p {
    margin-top: var(--space-s);
  }

  .actions {
    display: flex;
    flex-wrap: wrap;
    gap: var(--space-s);
    margin-top: var(--space-m);
  }

  .main {
    min-width: 6rem;
  }

  .main.narrow {
    display: none;
  }

  @container (max-width: 63.75em) {
    .step .optional,
    .sparkline {
      display: none;
    }
  }

  @media (max-width: 53.75em) {
    :host {
      gap: var(--space-m);
      padding: 0 var(--space-m);
      background: var(--surface);
    }
  }

  @container (max-width: 53.75em) {
    .optional {
      display: none;
    }
  }

  /* Beside the header, in a low window. */
  @media (max-height: 35em) and (min-width: 48em) {
    :host {
      background: var(--bg);
    }

    .figures > :not(lab-model-menu, button),
    .optional {
      display: none;
    }
  }

  @media (max-width: 35em) {
    :host {
      gap: var(--space-s);
      padding: var(--space-3xs) var(--space-s);
    }

    .figures {
      column-gap: var(--space-s);
      font-size: var(--size-small);
    }

    .badge {
      padding-inline: var(--space-xs);
      font-size: var(--size-fine);
    }

    .main {
      min-width: 0;
    }

    .main.narrow {
      display: inline-flex;
    }

    .loss,
    .main .icon {
      display: none;
    }
  }

  @container (max-width: 35rem) {
    .step-button {
      width: var(--control);
      padding: 0;
    }

    /* Hidden visually only: the icon replaces it. */
    .step-word {
      position: absolute;
      width: 1px;
      overflow: hidden;
      clip-path: inset(50%);
    }
  }
`;
