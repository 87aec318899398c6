// Styles shared by the panels of stages: cards, captions, tables, bars, rows of controls.

import { css } from 'lit';

/** Styles of all panels. */
export const panelBase = css`
  :host {
    display: grid;
    align-content: start;
    gap: var(--space-l);
    min-width: 0;
  }

  .card {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    align-content: start;
    gap: var(--space-s);
  }

  /* Scroll container of wide tables; also contains their visually hidden text, which would otherwise widen the page. */
  .scroll {
    position: relative;
    overflow-x: auto;
  }

  .explained {
    max-width: 75ch;
    color: var(--muted);
    font-size: var(--size-small);
  }

  /* Status line of the model. */
  .model-status {
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    gap: var(--space-3xs) var(--space-l);
    margin-block: calc(-1 * var(--space-2xs)) calc(-1 * var(--space-xs));
    color: var(--muted);
    font-size: var(--size-small);
    font-variant-numeric: tabular-nums;
  }

  .model-status button.plain {
    min-height: var(--control-small);
    padding: 0;
    color: var(--accent);
    font-size: inherit;
  }

  /* Error messages. */
  .note {
    padding: var(--space-s) var(--space-m);
    border-radius: var(--radius-small);
    background: var(--error-soft);
    font-size: var(--size-compact);
  }

  /* Images with captions. */
  .noted {
    grid-template-columns: repeat(auto-fill, minmax(4.75rem, 1fr));
  }

  .controls,
  .pills {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--space-xs) var(--space-s);
  }

  /* Checkbox label, as high as a button. */
  .controls label.check {
    display: flex;
    align-items: center;
    gap: var(--space-s);
    min-height: var(--control);
  }

  .pills button[aria-pressed='true'] {
    border-color: var(--accent);
    background: var(--accent-soft);
  }

  table {
    width: 100%;
    border-collapse: collapse;
    font-size: var(--size-compact);
    font-variant-numeric: tabular-nums;
  }

  th,
  td {
    padding: var(--space-2xs) 0 var(--space-2xs) var(--space-m);
    font-weight: 400;
    text-align: end;
    white-space: nowrap;
  }

  th:first-child {
    padding-inline-start: 0;
    text-align: start;
  }

  thead th {
    color: var(--muted);
    font-size: var(--size-fine);
    vertical-align: bottom;
  }

  tfoot th,
  tfoot td {
    border-top: 1px solid var(--line-strong);
    font-weight: 600;
  }

  .bars {
    width: 30%;
    min-width: 3rem;
  }

  .bar {
    display: block;
    height: 0.5rem;
    min-width: 1px;
    border-radius: var(--radius-tiny);
    background: var(--positive);
  }

  .bar.negative {
    background: var(--negative);
  }

  .bar.signed {
    margin-inline-start: 50%;
  }

  .bar.signed.negative {
    margin-inline: auto 50%;
  }

  /* Zero line. */
  .bars:has(> .signed) {
    background: linear-gradient(var(--line), var(--line)) center / 1px 100% no-repeat content-box;
  }
`;

/** Panels with container queries on their width. */
export const panelStyles = [
  panelBase,
  css`
    :host {
      container-type: inline-size;
    }

    .columns {
      display: grid;
      grid-template-columns: minmax(0, 1fr) minmax(0, 1fr);
      align-items: start;
      gap: var(--space-l);
    }

    .controls {
      align-items: end;
      gap: var(--space-s) var(--space-l);
    }

    .controls label {
      display: grid;
      gap: var(--space-2xs);
      color: var(--muted);
      font-size: var(--size-fine);
    }

    .controls label.grow {
      flex: 1 1 12rem;
    }

    .controls input,
    .controls select {
      color: var(--text);
    }

    .pills {
      align-items: baseline;
      gap: var(--space-xs);
    }

    .pills > span {
      margin-inline-end: var(--space-xs);
      color: var(--muted);
      font-size: var(--size-small);
    }

    .pills button {
      border-radius: var(--radius-pill);
    }

    button[aria-pressed='true'] {
      border-color: var(--accent);
      background: var(--accent-soft);
    }

    input[type='range'] {
      width: 100%;
      height: var(--control);
      margin: 0;
      accent-color: var(--accent);
    }

    th,
    td {
      padding-block: var(--space-2xs);
    }

    /* Wide rows scroll to their end, where the result is; row names stay in view. */
    .scroll.sentence {
      direction: rtl;
    }

    .scroll.sentence > table {
      direction: ltr;
    }

    .sentence th:first-child {
      position: sticky;
      inset-inline-start: 0;
      background: var(--surface);
    }

    td.text,
    th.text {
      text-align: start;
      white-space: normal;
    }

    /* Rows with and without a button have the same height. */
    table button.plain {
      min-height: 0;
      padding: 0;
      color: var(--accent);
    }

    @media (pointer: coarse) {
      table button.plain {
        min-height: var(--touch);
      }
    }

    tr.marked th,
    tr.marked td {
      color: var(--highlight);
    }

    .data {
      color: var(--data);
    }

    @container (max-width: 46rem) {
      .columns {
        grid-template-columns: minmax(0, 1fr);
      }

      th,
      td {
        padding-inline-start: var(--space-s);
        white-space: normal;
      }

      /* Wraps to two lines, so that the numbers beside it stay in view. */
      table button.plain {
        white-space: normal;
        text-align: start;
      }

      .bars {
        width: 25%;
        min-width: 2rem;
      }

      .wide {
        display: none;
      }

      .sentence th:not(:first-child),
      .sentence td {
        padding-inline: var(--space-3xs);
      }

      /* Line below the sticky header: table borders do not move with sticky cells. */
      .sentence th:first-child {
        padding-inline-end: var(--space-2xs);
        background: linear-gradient(to left, var(--line-strong) 1px, var(--surface) 1px);
      }
    }

    @container (max-width: 30rem) {
      .sentence table {
        font-size: var(--size-small);
      }
    }
  `,
];
