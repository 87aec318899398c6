// Styles shared by the figures of this chapter: colours of query, key and value, strips of vectors, rows of tables.

import { css } from 'lit';
import { panelBase } from '../../styles/panel.styles.ts';

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

    tr.result > * {
      border-top: 1px solid var(--line-strong);
      font-weight: 600;
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

    .strips.third {
      width: 28%;
    }

    .hypothetical {
      padding: var(--space-s) var(--space-m);
      border-radius: var(--radius-small);
      background: var(--warning-soft);
      font-size: var(--size-compact);
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
