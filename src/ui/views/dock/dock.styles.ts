import { css } from 'lit';

export const dockStyles = css`
  :host {
    display: flex;
    align-items: center;
    gap: 18px;
    min-height: var(--dock-height);
    padding: 0 20px;
    border-top: 1px solid var(--line);
    background: var(--bg);
    color: var(--muted);
    font-size: 14px;
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
    margin: 0 -8px;
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
    min-height: 26px;
    max-width: 260px;
    padding: 2px 10px;
    border: 1px solid transparent;
    border-radius: 20px;
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
    padding: 14px 16px;
    border: 1px solid var(--line);
    border-radius: var(--radius);
    background: var(--surface);
    color: var(--text);
    box-shadow: var(--shadow);
  }

  [popover] p {
    margin-top: 8px;
  }

  .diagnostics {
    margin-top: 12px;
  }

  .main {
    min-width: 96px;
  }

  @media (pointer: coarse) {
    .step-button {
      min-width: 44px;
      min-height: 44px;
    }
  }

  @media (max-width: 1020px) {
    .step .optional,
    lab-sparkline {
      display: none;
    }
  }

  @media (max-width: 900px) {
    :host {
      gap: 12px;
      padding: 0 12px;
      background: var(--surface);
    }

    .optional {
      display: none;
    }
  }

  @media (max-width: 480px) {
    :host {
      gap: 9px;
    }

    .badge {
      padding-inline: 7px;
      font-size: 12px;
    }

    .grow {
      margin-left: -9px;
    }

    .main {
      min-width: 0;
    }

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
