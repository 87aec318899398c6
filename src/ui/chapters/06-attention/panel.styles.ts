// What the views of this chapter have beside what all panels share: colours of query, key and value, strips of vectors.

import { css } from 'lit';
import { panelBase } from '../../styles/panel.styles.ts';

export const panelStyles = [
  panelBase,
  css`
    .pills button[aria-pressed='true'] {
      font-weight: 620;
    }

    th:first-child,
    thead th {
      white-space: normal;
    }

    tr.marked th {
      color: var(--query);
      font-weight: 620;
    }

    th button.plain {
      justify-content: start;
      min-height: 26px;
      padding: 0 6px;
      margin-inline-start: -6px;
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

    @media (max-width: 40rem) {
      th,
      td {
        padding-inline-start: 0.375rem;
        white-space: normal;
      }

      td {
        font-size: 13px;
      }

      thead th {
        font-size: 11px;
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
