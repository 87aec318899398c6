// What the views of this chapter have beside what all panels share: uneven columns, fields for words, rows of tokens.

import { css } from 'lit';
import { panelStyles as sharedStyles } from '../../styles/panel.styles.ts';

export const panelStyles = [
  sharedStyles,
  css`
    .columns {
      grid-template-columns: minmax(0, 1.25fr) minmax(0, 1fr);
    }

    .guess {
      display: inline-block;
      padding-inline-start: var(--space-m);
      white-space: nowrap;
    }

    .controls input[type='text'] {
      width: 8.5rem;
    }

    .controls input[type='number'] {
      width: 5rem;
    }

    td input[type='number'] {
      width: 5.5rem;
      text-align: end;
    }

    .bars {
      width: 40%;
    }

    .bars.half {
      width: 25%;
    }

    .positive {
      color: var(--positive);
    }

    .negative-number {
      color: var(--negative);
    }

    .tokens {
      display: flex;
      flex-wrap: wrap;
      gap: var(--space-2xs);
      margin: 0;
      padding: 0;
      list-style: none;
      font-size: var(--size-body);
    }

    .tokens li {
      padding: 1px var(--space-s);
      border: 1px solid var(--line);
      border-radius: var(--radius-small);
      background: var(--raised);
      white-space: pre;
    }

    .tokens li.new {
      border-color: var(--highlight);
      color: var(--highlight);
    }

    @container (max-width: 46rem) {
      .columns {
        grid-template-columns: minmax(0, 1fr);
      }

      .bars {
        width: 25%;
      }
    }
  `,
];
