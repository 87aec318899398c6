import { css } from 'lit';

export const featuresPanelStyles = css`
  h3 {
    margin-top: var(--space-s);
    color: var(--text);
    font-size: var(--size-compact);
  }

  section {
    display: grid;
    gap: var(--space-s);
  }

  .settings {
    display: flex;
    flex-wrap: wrap;
    align-items: end;
    gap: var(--space-s);
    font-size: var(--size-small);
  }

  .settings label {
    display: grid;
    color: var(--muted);
  }

  .settings .check {
    display: flex;
    align-items: center;
    gap: var(--space-xs);
    min-height: var(--control-small);
  }

  .quality {
    padding-bottom: var(--space-s);
    border-bottom: 1px solid var(--line);
  }

  .link {
    min-height: 0;
    padding: 0;
    border: 0;
    background: none;
    color: var(--accent);
    font: inherit;
    text-decoration: underline;
    text-underline-offset: 0.2em;
  }

  .link[aria-pressed="true"] {
    font-weight: 600;
  }

  .warning {
    color: var(--text);
  }

  .contexts {
    display: grid;
    gap: var(--space-2xs);
    padding: 0;
    list-style: none;
    font-size: var(--size-small);
  }

  .contexts li {
    display: flex;
    justify-content: space-between;
    gap: var(--space-s);
  }

  .contexts small,
  .nodes small {
    color: var(--muted);
    font-size: var(--size-fine);
    white-space: nowrap;
  }

  .nodes small {
    white-space: normal;
  }

  mark {
    border-radius: var(--radius-tiny);
    background: var(--positive);
    color: var(--bg);
  }

  p b {
    font-weight: 600;
  }
`;
