import { css } from 'lit';

export const dockStyles = css`
  :host {
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

  :host > * {
    flex: none;
  }

  b {
    color: var(--text);
    font-weight: 600;
  }

  .model {
    flex: 0 1 auto;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }

  lab-model-menu {
    margin: 0 calc(-1 * var(--space-s));
  }

  .grow {
    flex: 1;
  }

  /* Wide enough for what comes, so that nothing moves while numbers change. */
  .loss {
    min-width: 78px;
  }

  .badge {
    gap: 0.3em;
    min-height: var(--control-small);
    max-width: 260px;
    padding: var(--space-3xs) var(--space-s);
    border: 1px solid transparent;
    border-radius: var(--radius-pill);
    background: var(--good-soft);
    color: var(--good);
    font-size: var(--size-small);
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }

  .badge.wasm,
  .badge.reference {
    background: var(--warning-soft);
    color: var(--warning);
  }

  .badge.waiting {
    background: var(--raised);
    color: var(--muted);
  }

  .badge.failed {
    background: var(--error-soft);
    color: var(--error);
  }

  [popover] {
    inset: auto auto calc(var(--dock-height) + 10px) 20px;
    width: min(380px, calc(100vw - 40px));
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

  .ways {
    display: flex;
    flex-wrap: wrap;
    gap: var(--space-s);
    margin-top: var(--space-m);
  }

  .main {
    min-width: 96px;
  }

  @media (pointer: coarse) {
    .step-button {
      min-width: 44px;
      min-height: var(--touch);
    }
  }

  @media (max-width: 1020px) {
    .step .optional,
    lab-sparkline {
      display: none;
    }
  }

  @media (max-width: 860px) {
    :host {
      gap: var(--space-m);
      padding: 0 var(--space-m);
      background: var(--surface);
    }

    .optional {
      display: none;
    }
  }

  @media (max-width: 560px) {
    :host {
      gap: var(--space-s);
    }

    .badge {
      padding-inline: var(--space-xs);
      font-size: var(--size-fine);
    }

    .grow {
      margin-left: calc(-1 * var(--space-s));
    }

    .main {
      min-width: 0;
    }

    /* The chapter says which network it is about. */
    .digits,
    .loss,
    .main .icon {
      display: none;
    }

    .step-button {
      width: 36px;
      padding: 0;
    }

    /* Still read aloud; the icon stands for it. */
    .step-word {
      position: absolute;
      clip-path: inset(50%);
    }
  }
`;
