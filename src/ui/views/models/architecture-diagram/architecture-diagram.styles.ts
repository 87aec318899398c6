import { css } from 'lit';

export const architectureDiagramStyles = css`
  :host {
    display: block;
    min-width: 0;
  }

  svg {
    display: block;
    overflow: visible;
  }

  svg.outdated {
    opacity: 0.45;
  }

  /* A change of the settings moves what stays and fades in what is new. */
  svg * {
    transition-property: x, y, width, height, cx, cy, r, d, transform, fill, stroke, opacity;
    transition-duration: var(--motion-shape);
    animation: appear var(--motion-shape);
  }

  @keyframes appear {
    from {
      opacity: 0;
    }
  }

  text {
    fill: var(--muted);
    font-size: calc(12 * var(--unit));
    font-variant-numeric: tabular-nums;
    white-space: pre;
  }

  .title {
    fill: var(--text);
  }

  .count {
    fill: var(--muted);
  }

  .strong {
    fill: var(--text);
    font-weight: 600;
  }

  .strong,
  .haloed {
    stroke: var(--surface);
    stroke-width: 8;
    stroke-linejoin: round;
    paint-order: stroke;
  }

  .bias {
    fill: var(--bias);
  }

  tspan.query {
    fill: var(--query);
  }

  tspan.key {
    fill: var(--key);
  }

  tspan.value {
    fill: var(--value);
  }

  .lane {
    fill: var(--accent-soft);
  }

  .strand {
    fill: none;
    stroke-width: 1.5;
    opacity: 0.6;
  }

  .strand.positive {
    stroke: var(--positive);
  }

  .strand.negative {
    stroke: var(--negative);
  }

  .outline {
    fill: none;
    stroke: var(--line-strong);
  }

  .sheet {
    fill: none;
    stroke: var(--line-strong);
    opacity: 0.4;
  }

  .line {
    fill: none;
    stroke: var(--line-strong);
    stroke-width: 1.5;
  }

  .dropped {
    stroke-dasharray: 2 4;
  }

  .thread {
    fill: none;
    stroke-width: 1.5;
    opacity: 0.55;
  }

  .line.query,
  .thread.query {
    stroke: var(--query);
  }

  .line.key,
  .thread.key {
    stroke: var(--key);
  }

  .line.value,
  .thread.value {
    stroke: var(--value);
  }

  .thread.head {
    stroke: color-mix(in oklab, var(--head-first), var(--head-last) var(--shade));
    stroke-width: 2;
  }

  .chip {
    stroke-width: 1.5;
  }

  .chip.query {
    fill: color-mix(in oklab, var(--surface), var(--query) 26%);
    stroke: var(--query);
  }

  .chip.key {
    fill: color-mix(in oklab, var(--surface), var(--key) 26%);
    stroke: var(--key);
  }

  .chip.value {
    fill: color-mix(in oklab, var(--surface), var(--value) 26%);
    stroke: var(--value);
  }

  .pill,
  .table {
    fill: var(--raised);
    stroke: var(--line-strong);
  }

  .mask {
    fill: var(--surface);
    stroke: color-mix(in oklab, var(--head-first), var(--head-last) var(--shade));
  }

  .pattern {
    fill: color-mix(in oklab, var(--head-first), var(--head-last) var(--shade));
  }

  .output {
    fill: url("#heads");
  }

  .head-first {
    stop-color: var(--head-first);
  }

  .head-last {
    stop-color: var(--head-last);
  }

  .dial,
  .sign {
    fill: none;
    stroke: var(--text);
    stroke-width: 1.5;
  }

  .dial.back {
    fill: var(--surface);
    stroke: var(--line-strong);
    stroke-width: 1;
  }

  .projection {
    fill: color-mix(in oklab, var(--raised), var(--accent) 10%);
    stroke: var(--line-strong);
  }

  .neurons {
    fill: var(--scale-zero);
    stroke: var(--line-strong);
  }

  .dots {
    fill: none;
    stroke: var(--positive);
    stroke-width: 3;
    stroke-linecap: round;
    opacity: 0.6;
  }

  .curve-box {
    fill: var(--surface);
    stroke: var(--line-strong);
  }

  .axis {
    fill: none;
    stroke: var(--line);
  }

  .curve {
    fill: none;
    stroke: var(--accent);
    stroke-width: 2;
  }

  .node {
    fill: var(--surface);
    stroke: var(--text);
    stroke-width: 1.5;
  }

  .dot {
    fill: var(--text);
  }

  .table.tied {
    stroke-dasharray: 4 3;
    fill: var(--surface);
  }

  .position {
    fill: var(--data);
  }

  .link {
    fill: none;
    stroke: var(--data);
    stroke-dasharray: 4 3;
  }

  .described {
    fill: none;
    stroke: var(--highlight);
    stroke-width: 1.5;
  }

  .changed {
    fill: var(--highlight);
    opacity: 0.11;
    animation: mark 2s;
  }

  @keyframes mark {
    from {
      opacity: 0;
    }

    20% {
      opacity: 0.3;
    }
  }
`;
