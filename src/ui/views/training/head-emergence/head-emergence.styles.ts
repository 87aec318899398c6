import { css } from 'lit';

export const headEmergenceStyles = css`
  :host {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: var(--space-l);
  }

  .question {
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    gap: var(--space-xs) var(--space-s);
  }

  .question select {
    font-weight: 600;
  }

  .verdict {
    font-size: var(--size-title);
    font-weight: 600;
    line-height: 1.35;
    text-wrap: balance;
  }

  .explained {
    color: var(--muted);
    font-size: var(--size-small);
  }

  .tracks {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: var(--space-m);
    /* As the plot of the chart below: both have one axis of steps. */
    padding-inline: 2.875rem 1.375rem;
    font-variant-numeric: tabular-nums;
    list-style: none;
  }

  .blue {
    --colour: var(--positive);
  }

  .yellow {
    --colour: var(--query);
  }

  .caption {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0 var(--space-s);
    margin-bottom: var(--space-2xs);
    color: var(--muted);
    font-size: var(--size-compact);
  }

  .caption i {
    width: 0.75rem;
    height: 0.75rem;
    border-radius: var(--radius-tiny);
    background: var(--colour);
  }

  .caption b {
    color: var(--text);
    font-weight: 600;
  }

  .caption .name {
    margin-inline-end: var(--space-s);
  }

  .strip {
    position: relative;
    height: 2rem;
    border-radius: var(--radius-tiny);
    background-color: var(--raised);
  }

  .flag {
    position: absolute;
    top: -3px;
    bottom: -3px;
    border-inline-start: 2px solid var(--text);
  }

  .flag b {
    position: absolute;
    top: 50%;
    right: var(--space-xs);
    padding: 0 var(--space-xs);
    border-radius: var(--radius-tiny);
    background: var(--surface);
    font-size: var(--size-small);
    font-weight: 600;
    line-height: 1.4rem;
    white-space: nowrap;
    translate: 0 -50%;
  }

  .flag.early b {
    right: auto;
    left: var(--space-xs);
  }

  @media (max-width: 53.75em) {
    .verdict {
      font-size: var(--size-large);
    }
  }
`;
