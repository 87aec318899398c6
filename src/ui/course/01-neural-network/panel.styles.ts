// Styles shared by the panels of this chapter: labels in a row, weights coloured by sign.

import { css } from 'lit';
import { panelBase } from '../../styles/panel.styles.ts';

export const panelStyles = [
  panelBase,
  css`
    .card {
      gap: var(--space-m);
    }

    input[type='range'] {
      accent-color: var(--accent);
    }

    .controls label {
      display: inline-flex;
      align-items: center;
      gap: var(--space-s);
      color: var(--muted);
      font-size: var(--size-small);
    }

    [aria-pressed='true'] {
      border-color: var(--accent);
      background: var(--accent-soft);
    }

    th,
    td {
      white-space: normal;
    }

    thead th {
      font-size: var(--size-small);
    }

    .positive {
      color: var(--positive);
    }

    .negative {
      color: var(--negative);
    }
  `,
];
