import { css } from 'lit';

export const addressDialogStyles = css`
  dialog {
    width: min(38rem, calc(100vw - 1.5rem));
    overflow-y: auto;
  }

  form,
  #what,
  section {
    display: grid;
    gap: 0.75rem;
    min-width: 0;
  }

  label,
  p,
  dl,
  li {
    font-size: 0.875rem;
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
    gap: 0.25rem 1rem;
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
    padding: 0.625rem 0.875rem;
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

  .row {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.5rem 0.875rem;
    font-size: 0.875rem;
  }

  progress {
    flex: 1 1 12rem;
    height: 8px;
    accent-color: var(--accent);
  }

  section {
    padding-top: 0.875rem;
    border-top: 1px solid var(--line);
  }

  h3 {
    margin: 0;
    font-size: 15px;
    font-weight: 600;
  }

  ul {
    display: grid;
    gap: 0.625rem;
    list-style: none;
  }

  li {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.25rem 0.875rem;
  }

  li .name {
    font-weight: 600;
  }

  li .buttons {
    display: flex;
    gap: 0.5rem;
    margin-left: auto;
  }

  @media (pointer: coarse) {
    input,
    li button {
      min-height: 44px;
    }
  }
`;
