import { css } from 'lit';

export const modelUrlDialogStyles = css`
  dialog {
    width: min(38rem, calc(100vw - 1.5rem));
    overflow-y: auto;
  }

  form,
  #what,
  section {
    display: grid;
    gap: var(--space-m);
    min-width: 0;
  }

  label,
  p,
  dl,
  li {
    font-size: var(--size-compact);
    line-height: 1.5;
  }

  input {
    width: 100%;
  }

  form .primary {
    justify-self: end;
    max-width: 100%;
    white-space: normal;
  }

  dl {
    display: grid;
    grid-template-columns: auto 1fr;
    gap: var(--space-2xs) var(--space-l);
  }

  dt,
  .muted {
    color: var(--muted);
  }

  dd,
  .name {
    min-width: 0;
    overflow-wrap: anywhere;
  }

  .problem,
  .refusal {
    padding: var(--space-s) var(--space-m);
    border-radius: var(--radius-small);
    overflow-wrap: anywhere;
  }

  .problem {
    background: var(--error-soft);
  }

  .refusal {
    border: 1px solid var(--line-strong);
  }

  p:empty {
    display: none;
  }

  section {
    padding-top: var(--space-m);
    border-top: 1px solid var(--line);
  }

  h3 {
    font-size: var(--size-body);
    font-weight: 600;
  }

  ul {
    display: grid;
    gap: var(--space-s);
    list-style: none;
  }

  li {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--space-2xs) var(--space-m);
  }

  li .name {
    font-weight: 600;
  }

  li .buttons {
    display: flex;
    gap: var(--space-s);
    margin-inline-start: auto;
  }
`;
