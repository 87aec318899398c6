import { css } from 'lit';
import { measurementStyles } from './measurement.styles.ts';

const frame = css`
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

/** Of the panels beside the network map: their frame and keys. */
export const mapPanelStyles = [measurementStyles, frame];
