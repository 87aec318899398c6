import { css } from 'lit';

export const networkMapStyles = css`
  :host {
    container: map / inline-size;
  }

  .path {
    flex: 0 1 auto;
    min-width: 4rem;
    overflow-x: auto;
    scrollbar-width: none;
  }

  ol {
    display: flex;
    align-items: center;
    margin: 0;
    padding: 0;
    list-style: none;
    font-size: var(--size-compact);
  }

  nav li {
    display: flex;
    flex: none;
    align-items: center;
    white-space: nowrap;
  }

  /* The part that is shown gives way to the choice of overlays. */
  nav li:last-child {
    flex: 0 1 auto;
    min-width: 4rem;
  }

  nav li button {
    display: block;
    overflow: hidden;
    text-overflow: ellipsis;
  }

  li + li::before {
    content: "›";
    color: var(--faint);
  }

  li button,
  .rail button {
    border: 0;
    background: none;
    color: var(--muted);
  }

  li button[aria-current] {
    color: var(--text);
    font-weight: 600;
  }

  .choice {
    position: relative; /* its labels are placed by it */
    min-width: 0;
    overflow-x: auto;
    scrollbar-width: none;
  }

  .choice label {
    justify-content: center;
    min-width: var(--control-small);
    padding: 0 var(--space-s);
  }

  @container map (max-width: 68rem) {
    /* A fade marks what is beyond the edge. */
    .transport > .choice {
      padding-inline-end: var(--space-l);
      mask-image: linear-gradient(to right, black calc(100% - 1.75rem), transparent);
    }
  }

  /* One line; where there is no room, several. */
  form {
    display: flex;
    flex-wrap: wrap;
    align-items: end;
    gap: var(--space-2xs) var(--space-s);
    padding: var(--space-2xs) var(--space-m);
    border-bottom: 1px solid var(--line);
    font-size: var(--size-small);
  }

  form label {
    display: grid;
    flex: none;
    grid-template-columns: minmax(0, 1fr);
    color: var(--muted);
    font-size: var(--size-fine);
    line-height: 1.3;
  }

  form label > span {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }

  form :is(input, select) {
    min-height: var(--control-small);
    font-size: var(--size-small);
  }

  form button {
    flex: none;
    min-height: var(--control-small);
    font-size: var(--size-small);
  }

  form .answer input {
    width: 6rem;
  }

  form select {
    max-width: 9.5rem;
  }

  form .corrupt {
    flex: 1 1 10rem;
    min-width: 9rem;
  }

  form .check {
    display: flex;
    align-items: center;
    gap: var(--space-xs);
    min-height: var(--control-small);
    white-space: nowrap;
  }

  form .threshold {
    flex: 1 1 9rem;
    min-width: 9rem;
  }

  form .threshold input {
    accent-color: var(--accent);
  }

  /* One line that is swiped: the picture keeps its height. A fade marks what is beyond the edge. */
  @container map (max-width: 35rem) {
    form {
      flex-wrap: nowrap;
      overflow-x: auto;
      scrollbar-width: none;
      padding-inline-end: var(--space-xl);
      mask-image: linear-gradient(to right, black calc(100% - 1.75rem), transparent);
    }

    form > * {
      flex: none;
    }

    form label:not(.check) {
      width: 7rem;
    }

    form :is(.corrupt, .threshold) {
      width: 12rem;
    }

    form :is(input:not([type="checkbox"]), select) {
      width: 100%;
    }

    /* One network above the other. */
    .top:has(form > :nth-child(2)) + .stage.apart {
      min-height: 36rem;
    }
  }

  .rail {
    position: absolute;
    inset: 0 auto 0 0;
    border-inline-end: 1px solid var(--line);
    background: var(--bg);
  }

  .rail button {
    position: absolute;
    left: 0;
    justify-content: start;
    width: 100%;
    min-height: 0;
    padding: 0 0 0 var(--space-l);
    border-radius: 0;
    font-size: var(--size-small);
    line-height: 1.3;
  }

  .narrow .rail button {
    justify-content: center;
    padding: 0;
  }

  .rail button.block {
    font-weight: 600;
  }

  .rail button:hover:not(:disabled),
  .rail button[aria-current] {
    color: var(--text);
  }

  .rail .here {
    position: absolute;
    right: -2px;
    width: 3px;
    border-radius: var(--radius-tiny);
    background: var(--highlight);
  }

  .rail .says {
    position: absolute;
    left: 0;
    right: 0;
    padding-inline-start: var(--space-l);
    color: var(--positive);
    font-size: var(--size-small);
    font-weight: 600;
    line-height: 1.3;
    overflow-wrap: anywhere;
  }

  .rail .says small {
    display: block;
    color: var(--muted);
    font-size: var(--size-fine);
    font-weight: 400;
  }

  .transport {
    min-height: 3rem;
    gap: var(--space-xs) var(--space-m);
    padding: var(--space-2xs) var(--space-m);
  }

  .transport > label {
    display: flex;
    flex: 1 1 10rem;
    align-items: center;
    gap: var(--space-s);
    max-width: 24rem;
    color: var(--muted);
    font-size: var(--size-small);
  }

  .transport > label > input {
    flex: 1;
    min-width: 4rem;
    accent-color: var(--accent);
  }

  @container map (max-width: 50rem) {
    /* One line that scrolls: a second one would take its height from the picture. */
    .transport {
      flex-wrap: nowrap;
      column-gap: var(--space-s);
      padding-inline: var(--space-s);
      overflow-x: auto;
      scrollbar-width: none;
    }

    .transport > :not(label, .choice) {
      flex-shrink: 0;
    }

    .transport > label,
    .transport > label > input {
      width: 4rem;
      min-width: 4rem;
    }

    /* The steps of a part scroll by themselves: what follows them stays in view. */
    .transport > .choice {
      min-width: 8rem;
    }

    /* The position above the map leads back to the whole network, too. */
    .transport > .choice ~ button {
      display: none;
    }

    .transport > .choice label {
      padding: 0 var(--space-xs);
    }
  }

  .strip {
    display: flex;
    align-items: baseline;
    justify-content: space-between;
    gap: var(--space-l);
  }

  @container map (max-width: 62rem) {
    .strip {
      flex-wrap: wrap;
      gap: 0 var(--space-l);
    }
  }

  .legend {
    display: var(--legend, flex);
    flex-wrap: wrap;
    gap: 0 var(--space-m);
    margin: 0;
    padding: 0;
    list-style: none;
    font-size: var(--size-small);
    line-height: calc(1.4 * var(--size-compact));
  }

  .legend li {
    display: flex;
    align-items: center;
    gap: var(--space-xs);
  }

  .legend li::before {
    content: none;
  }

  .legend i {
    width: 1.25rem;
    height: 0.3125rem;
    border-radius: var(--radius-tiny);
    background: var(--text);
  }

  .legend :is(.signed, .data) {
    width: 2rem;
    height: 0.5rem;
  }

  .legend .signed {
    background: linear-gradient(to right, var(--negative), var(--scale-zero), var(--positive));
  }

  .legend .data {
    background: linear-gradient(to right, var(--scale-zero), var(--data));
  }

  .legend .heads {
    background: linear-gradient(to right, var(--head-first), var(--head-last));
  }

  .legend .positive {
    background: var(--positive);
  }

  .legend .negative {
    background: var(--negative);
  }

  /* As the ends of edges are drawn. */
  .legend :is(.query-end, .key-end, .value-end) {
    width: 0.5rem;
    height: 0.5rem;
    border-radius: 50%;
  }

  .legend :is(.query, .query-end) {
    background: var(--query);
  }

  .legend :is(.key, .key-end) {
    background: var(--key);
  }

  .legend :is(.value, .value-end) {
    background: var(--value);
  }

  .legend .gradient {
    background: var(--gradient);
  }

  .legend .highlight {
    background: var(--highlight);
  }

  .legend :is(.dot, .white, .hollow, .solid) {
    width: 0.625rem;
    height: 0.625rem;
    border-radius: 50%;
  }

  .legend .dot {
    background: var(--head-first);
  }

  .legend :is(.dashed, .noise) {
    height: 0.625rem;
    border: 1px dashed var(--text);
    background: none;
  }

  .legend .noise {
    border-color: var(--negative);
  }

  .legend .chip {
    height: 0.75rem;
    border: 1px solid var(--positive);
    background: color-mix(in srgb, var(--positive) 50%, var(--bg));
  }

  .legend .hollow {
    border: 2px solid var(--positive);
    background: color-mix(in srgb, var(--positive) 35%, var(--bg));
  }

  .legend .solid {
    background: var(--positive);
  }

  /* On a phone the picture gets the height. */
  @media (max-width: 53.75em) and (orientation: portrait), (max-width: 35em), (max-height: 35em) {
    .transport {
      padding: var(--space-3xs) var(--space-s);
    }

    .transport {
      flex-wrap: nowrap;
      min-height: 0;
      overflow-x: auto;
      scrollbar-width: none;
    }

    .transport > :not(label, .choice) {
      flex-shrink: 0;
    }
  }
`;
