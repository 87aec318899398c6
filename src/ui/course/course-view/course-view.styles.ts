import { css } from 'lit';

export const courseViewStyles = css`
  :host {
    display: block;
    height: 100%;
    max-width: 1680px;
    margin: 0 auto;
  }

  /* All of it is on the first screen of a desktop. */
  .first {
    display: flex;
    flex-direction: column;
    gap: var(--space-l);
    height: 100%;
    min-height: 36rem;
    padding-inline: var(--space-2xl);
  }

  .head {
    display: flex;
    align-items: center;
    justify-content: space-between;
    gap: var(--space-m) var(--space-xl);
  }

  h1 {
    font-size: var(--size-display);
    letter-spacing: -0.02em;
    line-height: 1.1;
    text-wrap: balance;
  }

  .head button {
    flex: none;
    min-height: 3.25rem;
    padding: 0 var(--space-xl);
    border-radius: var(--radius-large);
    font-size: var(--size-large);
  }

  /* Its size does not depend on what is loaded. */
  .lab {
    display: grid;
    flex: 1;
    grid-template: minmax(0, 1fr) / minmax(0, 1fr);
    min-height: 0;
  }

  .lab > .card {
    place-self: center;
  }

  ol {
    display: grid;
    grid-template-columns: repeat(7, minmax(0, 1fr));
    gap: var(--space-l);
    margin: 0;
    padding: 0;
    list-style: none;
  }

  li a {
    display: block;
    border-radius: var(--radius);
    color: var(--muted);
    font-size: var(--size-compact);
    line-height: 1.25;
    text-decoration: none;
  }

  li a b {
    margin-inline-end: var(--space-2xs);
    color: var(--text);
  }

  .picture {
    position: relative;
    display: block;
    margin-bottom: var(--space-2xs);
    border: 1px solid var(--line);
    border-radius: var(--radius-large);
    overflow: hidden;
  }

  a:hover .picture,
  a:focus-visible .picture {
    border-color: var(--highlight);
  }

  /* The share of its moments that were watched. */
  .picture i {
    position: absolute;
    inset: auto auto 0 0;
    width: calc(var(--watched) * 100%);
    height: 3px;
    background: var(--highlight);
  }

  svg:not(.icon) {
    display: block;
    width: 100%;
    fill: none;
    stroke-linejoin: round;
  }

  .positive { --colour: var(--positive); }
  .negative { --colour: var(--negative); }
  .gradient { --colour: var(--gradient); }
  .query, .chosen { --colour: var(--highlight); }
  .text { --colour: var(--text); }
  .head-first { --colour: var(--head-first); }
  .masked { --colour: var(--masked); }
  .line { --colour: var(--line-strong); }

  svg :is(path, circle, rect):not(.fill) {
    stroke: var(--colour);
  }

  .off {
    fill: var(--bg);
  }

  .fill {
    fill: var(--colour);
  }

  .draw {
    stroke-dasharray: 1;
    animation: draw 0.7s var(--at) both;
  }

  .show {
    animation: show 0.5s var(--at) both;
  }

  .grow {
    transform-box: fill-box;
    transform-origin: left;
    animation: grow 0.6s var(--at) both;
  }

  .roll {
    offset-distance: 100%;
    animation: roll 1.6s cubic-bezier(0.4, 0, 0.3, 1) both;
  }

  @keyframes draw {
    from { stroke-dashoffset: 1; }
  }

  @keyframes show {
    from { opacity: 0; }
  }

  @keyframes grow {
    from { transform: scaleX(0); }
  }

  @keyframes roll {
    from { offset-distance: 0%; }
  }

  footer {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: var(--space-s) var(--space-xl);
    margin-top: var(--space-xl);
    padding-top: var(--space-m);
    border-top: 1px solid var(--line);
    color: var(--muted);
    font-size: var(--size-compact);
  }

  @media (max-height: 52em) {
    .first {
      gap: var(--space-s);
    }
  }

  @media (max-width: 53.75em) {
    .first {
      height: auto;
      min-height: 0;
      padding-inline: 0;
    }

    .lab {
      flex: none;
      min-height: 40rem;
    }

    ol {
      grid-template-columns: repeat(4, minmax(0, 1fr));
    }
  }

  /* A phone held across. */
  @media (max-width: 53.75em) and (max-height: 35em) {
    .head button {
      min-height: var(--touch);
      font-size: var(--size-body);
    }

    .lab {
      min-height: 22rem;
    }
  }

  @media (max-width: 35em) {
    .head {
      flex-direction: column;
      align-items: stretch;
    }

    h1 {
      font-size: var(--size-headline);
    }

    ol {
      grid-template-columns: repeat(2, minmax(0, 1fr));
    }
  }
`;
