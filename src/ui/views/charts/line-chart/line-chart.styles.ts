import { css } from 'lit';

export const lineChartStyles = css`
  :host {
    display: block;
    min-width: 0;
  }

  .legend {
    display: flex;
    flex-wrap: wrap;
    gap: var(--space-3xs) var(--space-l);
    min-height: 24px;
    margin-bottom: var(--space-xs);
    color: var(--muted);
    font-size: var(--size-small);
    font-variant-numeric: tabular-nums;
  }

  .entry i {
    display: inline-block;
    width: 14px;
    margin-inline-end: var(--space-xs);
    border-top: 2px solid var(--colour);
    vertical-align: middle;
  }

  .entry.faint i {
    border-top-width: 1px;
    opacity: 0.6;
  }

  .entry.points i {
    border-top: 4px dotted var(--colour);
  }

  .entry.dashed i {
    border-top: 1.5px dashed var(--colour);
  }

  .entry b {
    display: inline-block;
    min-width: 3.2em;
    color: var(--text);
    font-weight: 600;
  }

  .blue {
    --colour: var(--positive);
  }

  .teal {
    --colour: var(--key);
  }

  .yellow {
    --colour: var(--query);
  }

  .red {
    --colour: var(--value);
  }

  .grey {
    --colour: var(--faint);
  }

  .at {
    margin-inline-start: auto;
  }

  .plot {
    min-width: 0;
  }

  .u-cursor-x {
    border-inline-end: 1px solid var(--line-strong);
  }
`;
