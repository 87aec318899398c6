// What the figures of one head over the data share: sections with a heading, a sentence and a table.

import { css } from 'lit';

export const headStudyStyles = css`
  .studied {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(20rem, 100%), 1fr));
    gap: var(--space-l) var(--space-xl);

    section {
      display: grid;
      grid-template-columns: minmax(0, 1fr);
      align-content: start;
      gap: var(--space-xs);
    }

    h3 {
      margin: 0;
      color: var(--text);
      font-size: var(--size-compact);
    }

    p {
      max-width: 75ch;
      color: var(--muted);
      font-size: var(--size-small);
    }

    table {
      border-collapse: collapse;
      font-size: var(--size-compact);
      font-variant-numeric: tabular-nums;
    }

    :is(th, td) {
      padding: var(--space-3xs) 0 var(--space-3xs) var(--space-s);
      border-bottom: 1px solid var(--line);
      font-weight: 400;
      text-align: end;
      white-space: nowrap;
    }

    :is(th, td):first-child {
      padding-inline-start: 0;
      text-align: start;
    }

    thead :is(th, td) {
      color: var(--muted);
      font-size: var(--size-fine);
    }
  }
`;
