import { css } from 'lit';
import { measurementStyles } from './measurement.styles.ts';

const frame = css`
  display: grid;
  align-content: start;
  gap: var(--space-s);
  padding: var(--space-m) var(--space-l);
  font-size: var(--size-compact);
`;

const content = css`
  ${measurementStyles}

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

  table :is(th, td) {
    padding: var(--space-2xs) var(--space-2xs) var(--space-2xs) 0;
    border-bottom: 1px solid var(--line);
    font-size: var(--size-small);
    font-weight: 400;
    text-align: start;
  }

  table :is(td, thead th:not(:first-child)) {
    text-align: end;
  }

  svg {
    display: block;
    width: 100%;
    max-width: 26rem;
    overflow: visible;
  }

  svg text {
    fill: var(--muted);
    font-size: calc(13 * var(--unit));
  }
`;

/** Of the panels beside the network map: their frame, text, keys, tables and plots. */
export const mapPanelStyles = css`
  :host {
    ${frame}
  }

  ${content}
`;

/** The same of panels that are no elements. */
export const mapFigureStyles = css`
  .map-panel {
    ${frame}
    ${content}
  }
`;

/** Bars of a number before and after, one below the other, in cells of the class `wide`. */
export const changeBarStyles = css`
  table :is(th, td) {
    vertical-align: top;
  }

  table :is(td, thead th:not(:first-child)):not(.wide) {
    white-space: nowrap;
  }

  table .wide {
    width: 40%;
    text-align: start;
  }

  td i {
    display: block;
    height: 0.3125rem;
    margin-top: 1px;
    border-radius: var(--radius-tiny);
  }

  i.before {
    background: var(--faint);
  }

  i.after {
    background: var(--positive);
  }
`;
