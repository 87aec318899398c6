// Styles shared by the views of this chapter: colours of query, key and value, strips of vectors.

import { css } from 'lit';
import { panelBase } from '../../styles/panel.styles.ts';

/** Two cards beside each other where there is room; `--first` is the width of the first. */
export const halvesStyles = css`
  :host {
    container-type: inline-size;
  }

  .halves {
    display: grid;
    grid-template-columns: minmax(0, var(--first, 1fr)) minmax(0, 1fr);
    align-items: start;
    gap: var(--space-l);
  }

  @container (max-width: 46rem) {
    .halves {
      grid-template-columns: minmax(0, 1fr);
    }
  }
`;

export const panelStyles = [
  panelBase,
  css`
    .pills button[aria-pressed='true'] {
      font-weight: 600;
    }

    th:first-child,
    thead th {
      white-space: normal;
    }

    tr.marked th {
      color: var(--highlight);
      font-weight: 600;
    }

    tr.marked.key-row th {
      color: var(--key);
    }

    th button.plain {
      justify-content: start;
      min-height: var(--control-small);
      padding: 0 var(--space-xs);
      margin-inline-start: calc(-1 * var(--space-xs));
      font-weight: inherit;
      text-align: start;
    }

    .bars {
      min-width: 2.5rem;
    }

    .query {
      color: var(--query);
    }

    .key {
      color: var(--key);
    }

    .value {
      color: var(--value);
    }

    .strips {
      width: 40%;
      min-width: 3.5rem;
    }

    .three .strips {
      width: 28%;
    }

    @media (max-width: 35em) {
      th,
      td {
        padding-inline-start: var(--space-xs);
        white-space: normal;
      }

      td {
        font-size: var(--size-small);
      }

      thead th {
        font-size: var(--size-fine);
      }

      .wide {
        display: none;
      }

      th button.plain,
      .controls button {
        white-space: normal;
      }
    }
  `,
];
