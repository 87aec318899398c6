import { css } from 'lit';

export const comparisonFormStyles = css`
  :host {
    display: block;
  }

  form {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: var(--space-l);
  }

  .row {
    display: grid;
    grid-template-columns: minmax(0, 1.25fr) repeat(2, minmax(0, 1fr)) max-content;
    gap: var(--space-s) var(--space-l);
    align-items: end;
    max-width: 44rem;
  }

  .rows {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(min(36rem, 100%), 1fr));
    gap: var(--space-m) var(--space-xl);
    align-items: start;
  }

  label {
    display: grid;
    gap: var(--space-2xs);
    color: var(--muted);
    font-size: var(--size-fine);
  }

  label input,
  label select {
    width: 100%;
    color: var(--text);
    font-variant-numeric: tabular-nums;
  }

  label[data-variant] {
    padding-inline-start: var(--space-s);
    border-inline-start: 3px solid var(--colour);
  }

  label[data-variant='0'] {
    --colour: var(--positive);
  }

  label[data-variant='1'] {
    --colour: var(--query);
  }

  .same label[data-variant] {
    --colour: var(--line-strong);
  }

  .note {
    grid-column: 1 / -1;
    width: 0; /* its words do not widen the columns */
    min-width: 100%;
    color: var(--faint);
    font-size: var(--size-small);
  }

  .note.error {
    color: var(--error);
  }

  [aria-invalid='true'] {
    border-color: var(--error);
  }

  .top {
    display: flex;
    flex-wrap: wrap;
    gap: var(--space-m) var(--space-l);
    align-items: end;
  }

  .top > label {
    min-width: 10rem;
  }

  .top p {
    flex: 1 1 18rem;
    max-width: 70ch;
    color: var(--muted);
    font-size: var(--size-small);
  }

  @media (max-width: 53.75em) {
    .row {
      grid-template-columns: repeat(2, minmax(0, 1fr));
    }

    .row > .setting {
      grid-column: 1;
    }

    .row > button {
      grid-column: 2;
      grid-row: 1;
      justify-self: end;
    }
  }
`;
