import { css } from 'lit';

export const trainViewStyles = css`
  :host {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: var(--space);
    max-width: 1560px;
    margin: 0 auto;
  }

  .head {
    display: grid;
    grid-template-columns: 1fr auto;
    gap: 12px 24px;
    align-items: center;
  }

  .status {
    min-height: 1.5em;
    color: var(--muted);
  }

  .buttons {
    display: flex;
    flex-wrap: wrap;
    justify-content: end;
    gap: 10px;
  }

  .big {
    min-width: 132px;
    min-height: 44px;
    padding-inline: 22px;
    font-size: 16px;
  }

  .buttons button:not(.big) {
    min-height: 44px;
  }

  progress {
    grid-column: 1 / -1;
    width: 100%;
    height: 4px;
    border: 0;
    border-radius: 2px;
    overflow: hidden;
    background: var(--raised);
    accent-color: var(--accent);
    appearance: none;
  }

  progress::-webkit-progress-bar {
    background: var(--raised);
  }

  progress::-webkit-progress-value {
    background: var(--accent);
  }

  progress::-moz-progress-bar {
    background: var(--accent);
  }

  .banner {
    padding: 12px 16px;
    border: 1px solid var(--warning);
    border-radius: var(--radius);
    background: var(--warning-soft);
  }

  .banner button {
    margin-top: 10px;
  }

  .banner.error {
    border-color: var(--error);
    background: var(--error-soft);
  }

  .columns {
    display: grid;
    grid-template-columns: minmax(0, 1.55fr) minmax(0, 1fr);
    gap: var(--space);
    align-items: start;
  }

  .column {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: var(--space);
    min-width: 0;
  }

  .card > h2 {
    margin-bottom: 6px;
  }

  .explained {
    margin-bottom: 10px;
    color: var(--muted);
    font-size: 14px;
  }

  .figures {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(128px, 1fr));
    gap: 10px 18px;
    margin-top: 12px;
    padding-top: 12px;
    border-top: 1px solid var(--line);
  }

  .figures dt {
    color: var(--muted);
    font-size: var(--size-small);
  }

  .figures dd {
    font-size: 16px;
    font-weight: 600;
    white-space: nowrap;
  }

  .statistics {
    display: grid;
    grid-template-columns: 1fr auto;
    gap: 4px 16px;
    font-size: 14px;
  }

  .statistics dt {
    color: var(--muted);
  }

  .statistics dd {
    text-align: right;
  }

  .engine {
    color: var(--muted);
    font-size: 14px;
  }

  @media (max-width: 1020px) {
    .columns {
      grid-template-columns: minmax(0, 1fr);
    }
  }

  @media (max-width: 760px) {
    .head {
      grid-template-columns: minmax(0, 1fr);
    }

    .buttons {
      justify-content: stretch;
    }

    .big {
      flex: 1;
    }
  }
`;
