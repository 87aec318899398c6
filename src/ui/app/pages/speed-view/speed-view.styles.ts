import { css } from 'lit';

export const speedViewStyles = css`
  .card > h2 {
    margin-bottom: var(--space-m);
  }

  table {
    width: 100%;
    border-collapse: collapse;
    font-size: var(--size-compact);
    font-variant-numeric: tabular-nums;
  }

  caption {
    padding-bottom: var(--space-xs);
    color: var(--text);
    font-weight: 600;
    text-align: start;
  }

  th {
    font-weight: 400;
    text-align: start;
  }

  .title p,
  .missing,
  .adapter,
  .rates dd span,
  summary {
    color: var(--muted);
    font-size: var(--size-small);
  }

  .plot th span,
  .axis,
  .rates dt,
  .bars thead th,
  .sizes,
  .none {
    color: var(--muted);
    font-size: var(--size-fine);
  }

  /* A logarithmic axis a case. */
  .plots {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(min(25rem, 100%), 1fr));
    gap: var(--space-xl);
    align-items: start;
  }

  .plot {
    table-layout: fixed;
  }

  .plot th {
    width: 37%;
    padding: var(--space-2xs) var(--space-m) var(--space-2xs) 0;
    line-height: 1.25;
    overflow-wrap: anywhere;
  }

  .plot th b {
    display: block;
    font-weight: 400;
  }

  .plot td div {
    display: flex;
    align-items: center;
    gap: var(--space-s);
    height: 2.5rem;
  }

  .plot tfoot td div {
    height: 1.25rem;
  }

  .plot .value {
    flex: none;
    width: 3.5rem;
    text-align: end;
  }

  .track {
    position: relative;
    flex: 1;
    height: 100%;
    margin-inline: var(--space-s);
    background: repeating-linear-gradient(
      to right,
      var(--line) 0 1px,
      transparent 1px calc(100% / var(--decades))
    );
    border-inline-end: 1px solid var(--line);
  }

  .track.axis {
    background: none;
    border: 0;
  }

  .axis > span {
    position: absolute;
    transform: translateX(-50%);
    white-space: nowrap;
  }

  .dot {
    position: absolute;
    top: 50%;
    width: 0.75rem;
    height: 0.75rem;
    border: 2px solid var(--muted);
    border-radius: 50%;
    transform: translate(-50%, -50%);
  }

  .own .dot {
    border-color: var(--accent);
    background: var(--accent);
  }

  .shared .dot {
    border-color: var(--query);
    background: var(--query);
  }

  .own b {
    color: var(--accent);
    font-weight: 600;
  }

  .shared b {
    color: var(--query);
    font-weight: 600;
  }

  /* A column of engines a machine. */
  .machines {
    display: flex;
    flex-wrap: wrap;
    gap: var(--space-xl);
    align-items: start;
  }

  .machine {
    display: grid;
    flex: 1 1 min(30rem, 100%);
    gap: var(--space-l);
    min-width: 0;
  }

  .title {
    display: flex;
    flex-wrap: wrap;
    gap: var(--space-s) var(--space-l);
    align-items: center;
  }

  .title h2 {
    color: var(--text);
    font-size: var(--size-large);
  }

  .missing,
  .adapter {
    overflow-wrap: anywhere;
  }

  .tools {
    display: flex;
    flex-wrap: wrap;
    gap: var(--space-s);
    align-items: center;
  }

  .tools a {
    display: inline-flex;
    align-items: center;
    min-height: var(--control);
  }

  textarea {
    width: 100%;
    font-family: var(--font-mono);
    font-size: var(--size-fine);
  }

  .engines {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(min(25rem, 100%), 1fr));
    gap: var(--space-l);
    align-items: start;
  }

  .engine {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: var(--space-l);
  }

  .engine h3 {
    font-size: var(--size-large);
    font-weight: 600;
  }

  .adapter {
    margin-top: calc(-1 * var(--space-l));
  }

  .rates {
    display: flex;
    flex-wrap: wrap;
    gap: var(--space-m) var(--space-xl);
  }

  .rates dd {
    font-size: var(--size-title);
    font-variant-numeric: tabular-nums;
  }

  .bars {
    table-layout: fixed;
  }

  .bars th,
  .bars td {
    padding: var(--space-2xs) var(--space-m) var(--space-2xs) 0;
    vertical-align: top;
    line-height: 1.25;
    overflow-wrap: anywhere;
  }

  .bars th:first-child {
    width: 32%;
  }

  .sizes {
    display: block;
  }

  .full {
    display: block;
    height: 5px;
    border-radius: var(--radius-tiny);
    background: var(--raised);
    overflow: hidden;
  }

  .bar {
    display: block;
    height: 100%;
    background: var(--accent);
  }

  summary {
    min-height: var(--control);
    align-content: center;
    cursor: pointer;
  }

  .limits {
    display: grid;
    gap: var(--space-2xs);
    font-size: var(--size-small);
  }

  .limits div {
    display: flex;
    flex-wrap: wrap;
    justify-content: space-between;
    gap: 0 var(--space-m);
  }

  .limits dt {
    color: var(--muted);
    overflow-wrap: anywhere;
  }
`;
