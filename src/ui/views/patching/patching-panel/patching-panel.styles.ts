import { css } from 'lit';

export const patchingPanelStyles = css`
  :host {
    gap: var(--space-m);
  }

  svg {
    display: block;
    width: 100%;
    max-width: 26rem;
    overflow: visible;
  }

  svg :is(.axis, .same) {
    stroke: var(--line-strong);
    stroke-width: 1;
  }

  svg .same {
    stroke-dasharray: 4 4;
  }

  svg text {
    fill: var(--muted);
    font-size: calc(13 * var(--unit));
  }

  svg .stream {
    fill: var(--muted);
  }

  svg .attention {
    fill: var(--head-first);
  }

  svg .head {
    fill: var(--head-last);
  }

  svg .mlp {
    fill: var(--positive);
  }

  svg circle {
    fill-opacity: 0.7;
  }

  svg .faithfulness {
    fill: none;
    stroke: var(--positive);
    stroke-width: 2;
  }

  svg .completeness {
    fill: none;
    stroke: var(--gradient);
    stroke-width: 2;
  }

  .key i {
    width: 0.625rem;
    height: 0.625rem;
    border-radius: 50%;
    background: var(--muted);
  }

  .key .attention {
    background: var(--head-first);
  }

  .key .head {
    background: var(--head-last);
  }

  .key .mlp,
  .key .faithfulness {
    background: var(--positive);
  }

  .key .completeness {
    background: var(--gradient);
  }

  table :is(th, td) {
    padding: var(--space-2xs) 0;
    border-bottom: 1px solid var(--line);
    font-size: var(--size-small);
    font-weight: 400;
    text-align: start;
  }

  table :is(td, thead th:not(:first-child)) {
    text-align: end;
  }

  table tbody tr:first-child :is(th, td) {
    font-weight: 600;
  }
`;
