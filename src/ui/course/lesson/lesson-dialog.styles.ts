import { css } from 'lit';

export const lessonDialogStyles = css`
  dialog {
    width: min(58rem, calc(100vw - 1.5rem));
  }

  .content {
    display: grid;
    gap: var(--space-m);
    min-height: 0;
    overflow-y: auto;
    font-size: var(--size-compact);
  }

  .columns {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(20rem, 100%), 1fr));
    gap: var(--space-l);
  }

  .columns > div {
    display: grid;
    align-content: start;
    gap: var(--space-m);
    min-width: 0;
  }

  p,
  .result label {
    color: var(--muted);
  }

  h3 {
    margin: 0 0 var(--space-2xs);
    font-size: var(--size-body);
  }

  section {
    display: grid;
    gap: var(--space-s);
    padding-top: var(--space-m);
    border-top: 1px solid var(--line);
  }

  fieldset {
    display: grid;
    gap: var(--space-2xs);
    min-width: 0;
  }

  legend {
    padding: 0 0 var(--space-2xs);
    font-weight: 600;
  }

  fieldset label:not(.check) {
    display: grid;
    grid-template-columns: 4.5rem minmax(0, 1fr);
    align-items: center;
    color: var(--muted);
  }

  .check {
    display: flex;
    align-items: center;
    gap: var(--space-s);
    min-height: var(--control-small);
  }

  .check input {
    flex: none;
    accent-color: var(--accent);
  }

  .check .numbers {
    flex: none;
    width: 2.75rem;
    color: var(--muted);
  }

  .list {
    max-height: 11rem;
    padding: var(--space-2xs) var(--space-s);
    border: 1px solid var(--line);
    border-radius: var(--radius-small);
    overflow-y: auto;
  }

  .buttons {
    display: flex;
    flex-wrap: wrap;
    gap: var(--space-s);
  }

  button[aria-pressed='true'] {
    border-color: var(--accent);
  }

  .result {
    display: grid;
    grid-template-columns: minmax(0, 1fr) auto;
    align-items: start;
    gap: var(--space-2xs) var(--space-s);
  }

  .result > :is(label, span) {
    grid-column: 1 / -1;
  }

  textarea {
    width: 100%;
    font-family: var(--font-mono);
    font-size: var(--size-fine);
    resize: vertical;
  }
`;
