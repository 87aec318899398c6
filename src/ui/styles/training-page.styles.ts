// Styles of the pages that train: title, buttons, progress, banners, two columns of cards.

import { css } from 'lit';

export const trainingPageStyles = css`
  :host {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: var(--space-l);
    max-width: 1560px;
    margin: 0 auto;
  }

  .head {
    display: grid;
    grid-template-columns: 1fr auto;
    gap: var(--space-m) var(--space-xl);
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
    gap: var(--space-s);
  }

  .buttons button,
  .buttons a {
    min-height: var(--touch);
  }

  .buttons .big {
    min-width: 8.25rem;
    padding-inline: var(--space-xl);
    font-size: var(--size-large);
  }

  .link {
    display: inline-flex;
    align-items: center;
    padding-inline: var(--space-m);
    font-size: var(--size-compact);
  }

  progress {
    grid-column: 1 / -1;
    width: 100%;
    height: 4px;
    border: 0;
    border-radius: var(--radius-tiny);
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
    padding: var(--space-m) var(--space-l);
    border: 1px solid var(--warning);
    border-radius: var(--radius);
    background: var(--warning-soft);
  }

  .banner button {
    margin-top: var(--space-s);
  }

  .banner.error {
    border-color: var(--error);
    background: var(--error-soft);
  }

  .columns {
    display: grid;
    grid-template-columns: minmax(0, 1.5fr) minmax(0, 1fr);
    gap: var(--space-l);
    align-items: start;
  }

  .column {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: var(--space-l);
    min-width: 0;
  }

  @media (max-width: 63.75em) {
    .columns {
      grid-template-columns: minmax(0, 1fr);
    }
  }

  @media (max-width: 53.75em) {
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
