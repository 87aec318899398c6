import { css } from 'lit';

export const headProfileStyles = css`
  :host {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(20rem, 100%), 1fr));
    gap: var(--space-l) var(--space-xl);
    min-width: 0;
  }

  section {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    align-content: start;
    gap: var(--space-xs);
  }

  .sequences {
    grid-column: 1 / -1;
  }

  h3 {
    margin: 0;
    font-size: var(--size-compact);
  }

  p {
    max-width: 75ch;
    color: var(--muted);
    font-size: var(--size-small);
  }

  b.query {
    color: var(--query);
  }

  b.key {
    color: var(--key);
  }

  ol {
    display: grid;
    gap: var(--space-2xs);
    margin: 0;
    padding: 0;
    list-style: none;
  }

  li {
    display: grid;
    grid-template-columns: 3.25rem minmax(0, 1fr);
    align-items: baseline;
    gap: var(--space-s);
  }

  .strength {
    color: var(--muted);
    font-size: var(--size-small);
    font-variant-numeric: tabular-nums;
    text-align: end;
  }

  .text {
    display: flex;
    flex-wrap: wrap;
    gap: var(--space-3xs);
  }

  .token {
    padding: 0 var(--space-2xs);
    border-radius: var(--radius-tiny);
    background: color-mix(in srgb, var(--key) calc(0.55 * var(--weight, 0%)), transparent);
    font-size: var(--size-compact);
    overflow-wrap: anywhere;
  }

  .token.strongest {
    box-shadow: inset 0 -2px 0 var(--key);
  }

  .token.query {
    color: var(--query);
    font-weight: 600;
  }

  table {
    border-collapse: collapse;
    font-size: var(--size-compact);
    font-variant-numeric: tabular-nums;
  }

  :is(th, td) {
    padding: var(--space-3xs) 0 var(--space-3xs) var(--space-s);
    border-bottom: 1px solid var(--line);
    font-weight: 400;
    text-align: end;
    white-space: nowrap;
  }

  :is(th, td):first-child {
    padding-inline-start: 0;
    text-align: start;
  }

  thead :is(th, td) {
    color: var(--muted);
    font-size: var(--size-fine);
  }

  .range {
    width: 30%;
    min-width: 4rem;
  }

  .range span {
    position: relative;
    display: block;
    height: 0.75rem;
  }

  .range :is(u, b, i) {
    position: absolute;
  }

  .range u {
    top: 0;
    bottom: 0;
    border-inline-start: 1px solid var(--line-strong);
  }

  .range b {
    top: calc(50% - 1px);
    height: 2px;
    background: var(--positive);
  }

  .range i {
    top: calc(50% - 4px);
    width: 8px;
    height: 8px;
    translate: -50%;
    border-radius: 50%;
    background: var(--positive);
  }
`;
