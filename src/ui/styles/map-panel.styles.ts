import { css } from 'lit';

/** Of the panels beside the network map: their frame, controls, tables and keys. */
export const mapPanelStyles = css`
  :host {
    display: grid;
    align-content: start;
    gap: var(--space-s);
    padding: var(--space-m) var(--space-l);
    font-size: var(--size-compact);
  }

  h2 {
    color: var(--text);
  }

  p,
  caption {
    color: var(--muted);
    font-size: var(--size-small);
    text-align: left;
  }

  .actions {
    display: flex;
    flex-wrap: wrap;
    gap: var(--space-s);
  }

  .controls {
    display: flex;
    align-items: end;
    gap: var(--space-s);
  }

  .controls .grow {
    display: grid;
    flex: 1;
    font-size: var(--size-small);
  }

  .controls progress {
    width: 100%;
    accent-color: var(--accent);
  }

  table {
    width: 100%;
    border-collapse: collapse;
    font-variant-numeric: tabular-nums;
  }

  table thead th {
    color: var(--muted);
    font-size: var(--size-fine);
  }

  .key {
    display: flex;
    flex-wrap: wrap;
    gap: 0 var(--space-m);
    padding: 0;
    list-style: none;
    color: var(--muted);
    font-size: var(--size-fine);
  }

  .key li {
    display: flex;
    align-items: center;
    gap: var(--space-xs);
  }
`;
