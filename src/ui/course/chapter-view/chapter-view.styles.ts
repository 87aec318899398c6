import { css } from 'lit';

// Three layouts. Two columns; in a low window the same without what is optional; on an upright phone one column, where the
// video stays on top and the moments are one line at the bottom. Each fits the window: nothing but the lists scrolls.
export const chapterViewStyles = css`
  :host {
    /* What the first line of a stage leaves free at its end. */
    --follow-width: 11rem;
    --video-share: 28%; /* as the device remembers it */
    --space-line: 2.75rem; /* of that line */
    --follow-button: 5.5rem; /* beside the line of moments, on an upright phone */

    display: grid;
    grid-template:
      'video splitter stage' auto
      'aside splitter stage' minmax(0, 1fr)
      / clamp(18.75rem, var(--video-share), 100% - 24rem) auto minmax(0, 1fr);
    height: 100%;
    min-height: 0;
  }

  .video-pane {
    grid-area: video;
    min-width: 0;
  }

  /* A wide video leaves room for the moments below it. */
  :host(:not([theatre])) lab-video-player {
    --screen-height: calc(100dvh - var(--header-height) - var(--dock-height) - 15rem);
  }

  lab-splitter {
    grid-area: splitter;
  }

  lab-chapter-sidebar {
    grid-area: aside;
  }

  nav {
    display: flex;
    align-items: center;
    min-height: var(--touch);
    padding: 0 var(--space-xs) 0 var(--space-l);
  }

  nav h2 {
    flex: 1;
    min-width: 0;
    color: var(--text);
    font-size: var(--size-body);
    line-height: 1.2;
    text-wrap: balance;
  }

  nav button {
    flex: none;
    padding: 0;
    width: var(--control);
    color: var(--muted);
    font-size: var(--size-large);
  }

  nav button:hover:not(:disabled),
  .theatre[aria-pressed='true'] {
    color: var(--accent);
  }

  section {
    position: relative; /* corners of the content that overflow hides */
    grid-area: stage;
    min-width: 0;
    min-height: 0;
    overflow: hidden;
  }

  .stage {
    height: 100%;
    overflow: hidden auto;
  }

  .following {
    grid-area: stage;
    place-self: start end;
    z-index: 2;
    display: flex;
    align-items: center;
    justify-content: end;
    height: var(--space-line);
    padding-inline-end: var(--space-m);
    font-size: var(--size-small);
  }

  .following button {
    min-height: 2rem;
    font-size: var(--size-small);
  }

  .chip {
    display: flex;
    align-items: center;
    gap: var(--space-s);
    color: var(--muted);
    white-space: nowrap;
  }

  .chip::before {
    content: '';
    width: 7px;
    height: 7px;
    border-radius: 50%;
    background: var(--highlight);
  }

  .stage > .card {
    display: grid;
    justify-items: start;
    gap: var(--space-m);
    margin: var(--space-line) var(--space-l) 0;
  }

  /* The video is as large as it can be; the stage waits behind it. */
  :host([theatre]) {
    grid-template: 'aside video' minmax(0, 1fr) / minmax(18rem, 22rem) minmax(0, 1fr);
  }

  :host([theatre]) .video-pane {
    display: grid;
    grid-template-rows: minmax(0, 1fr) auto auto;
    border-inline-start: 1px solid var(--line);
    background: var(--bg);
  }

  :host([theatre]) lab-splitter {
    display: none;
  }

  :host([theatre]) :is(section, .following) {
    grid-area: video;
    visibility: hidden;
  }

  .rate {
    color: var(--highlight);
    font-size: var(--size-small);
  }

  @media (max-width: 53.75em) and (orientation: portrait), (max-width: 35em), (max-height: 35em) {
    :host {
      --follow-width: 0px;
    }

    /* While the video leads, this goes without saying. */
    .following:not(.exploring) {
      position: absolute;
      clip-path: inset(50%);
    }

    .following {
      place-self: end center;
      height: auto;
      margin-bottom: var(--space-s);
      padding: 0;
    }

    .following button {
      min-height: var(--touch);
      border-radius: var(--radius-pill);
      box-shadow: var(--shadow);
    }
  }

  /* A low window, such as a phone held across. */
  @media (max-height: 35em) {
    :host {
      --space-line: 2.5rem;

      grid-template-columns: clamp(14rem, var(--video-share), 100% - 24rem) auto minmax(0, 1fr);
    }

    :host(:not([theatre])) lab-video-player {
      --screen-height: 50dvh;
    }

    nav h2 {
      overflow: hidden;
      text-overflow: ellipsis;
      white-space: nowrap;
    }
  }

  /* One column, on a phone held upright. */
  @media (max-width: 53.75em) and (orientation: portrait), (max-width: 35em) {
    :host {
      grid-template: 'video' auto 'stage' minmax(min-content, 1fr) 'aside' auto / minmax(0, 1fr);
      min-height: 100%;
      height: auto;
    }

    :host(:not([theatre])) lab-video-player {
      --screen-height: min(56.25vw, max(24dvh, 200px)); /* YouTube requires 200 pixels. */
    }

    .video-pane {
      position: sticky;
      top: 0;
      z-index: 2;
      background: var(--bg);
    }

    lab-splitter,
    .video-pane:not(.expanded) nav,
    .theatre {
      display: none;
    }

    section {
      min-height: 24rem;
      border-top: 1px solid var(--line);
    }

    .stage {
      position: absolute;
      inset: 0;
    }

    /* Over the stage; while a question is open, the map stays in sight above it. */
    lab-chapter-sidebar[unfolded]:not([answering]) {
      grid-area: 2 / 1 / 4;
      z-index: 3;
    }

    /* Beside the moments, where it covers neither the picture nor its controls. */
    :host(:not([answering], [hide~='column'])) .following {
      grid-area: aside;
      place-self: end;
      margin: 0;
    }

    :host(:not([answering], [hide~='column'])) .following button {
      width: var(--follow-button);
      padding: 0 var(--space-2xs);
      border-radius: 0;
      box-shadow: none;
      line-height: 1.2;
      white-space: normal;
    }

    :host([theatre]) {
      grid-template: 'video' minmax(0, 1fr) 'aside' auto / minmax(0, 1fr);
    }
  }

  /* The video waits: where room is scarce, an open question and its map need the place. */
  @media (max-width: 53.75em) and (orientation: portrait), (max-width: 35em), (max-height: 35em) {
    :host([answering]) .video-pane {
      display: none;
    }
  }

  /* What a lesson hides, or slides do. */
  :host([hide~='video']) .video-pane,
  :host([hide~='column']) :is(lab-chapter-sidebar, lab-splitter) {
    display: none;
  }

  :host(:is([hide~='video'], [hide~='prompt'])) .following:not(.exploring) {
    visibility: hidden;
  }

  /* Without the prompt, the button beside it has a line of its own. */
  @media (min-width: 53.75em) and (min-height: 35em) {
    :host([hide~='prompt']:not([hide~='column'])) section:has(+ .exploring) {
      padding-top: var(--space-line);
    }
  }

  :host([hide~='column']) {
    grid-template: 'stage' minmax(0, 1fr) 'slide' auto / minmax(0, 1fr);
    height: 100%;
  }

  lab-slides {
    grid-area: slide;
  }

  lab-slides:not(:defined) {
    display: none;
  }

  /* Code that is still on its way. */
  .card {
    grid-area: 1 / 1 / -1 / -1;
    place-self: center;
    z-index: 4;
  }

  .following:has(~ lab-slides) {
    display: none;
  }
`;
