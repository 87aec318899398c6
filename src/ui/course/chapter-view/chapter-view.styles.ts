import { css } from 'lit';

// Video and sentence beside the picture; on an upright phone above and below it. What is open of the list, and the drawer of the
// stage, lie over these: the picture stays where it is.
export const chapterViewStyles = css`
  :host {
    --video-share: 44%; /* as the device remembers it */
    /* Rows that the controls of a picture take while it is operated. */
    --stage-top: 2.75rem;
    --stage-bottom: 5rem;

    display: grid;
    grid-template:
      'video splitter picture' auto
      'words splitter picture' minmax(0, 1fr)
      / clamp(18.75rem, var(--video-share), 100% - 24rem) auto minmax(0, 1fr);
    height: 100%;
    min-height: 0;
  }

  .video-pane {
    grid-area: video;
    position: relative;
    min-width: 0;
  }

  /* A wide video leaves room for the sentence below it. */
  :host(:not([theatre])) lab-video-player {
    --screen-height: calc(100dvh - var(--header-height) - 17rem);
  }

  .back {
    position: absolute;
    inset: 0;
    z-index: 2;
    display: grid;
    place-items: center;
    background: color-mix(in srgb, var(--bg) 78%, transparent);
  }

  .back button {
    min-height: 3.25rem;
    padding-inline: var(--space-xl);
    border-radius: var(--radius);
    font-size: var(--size-large);
  }

  lab-splitter {
    grid-area: splitter;
  }

  .words {
    grid-area: words;
    display: flex;
    flex-direction: column;
    gap: var(--space-m);
    min-width: 0;
    min-height: 0;
    padding: var(--space-2xl) var(--space-2xl) 0;
    overflow: hidden auto;
  }

  .words h1:not(.visually-hidden) {
    color: var(--headline);
    font-size: var(--size-headline);
    line-height: 1.2;
  }

  .sentence {
    max-width: 34rem;
    font-size: var(--size-title);
    line-height: 1.5;
    text-wrap: pretty;
  }

  .query {
    color: var(--query);
  }

  .key {
    color: var(--key);
  }

  .value {
    color: var(--value);
  }

  .differences {
    color: var(--warning);
    font-size: var(--size-compact);
  }

  .differences button {
    color: var(--accent);
  }

  /* In sight below a sentence that needs all the room. */
  .words nav {
    position: sticky;
    bottom: 0;
    display: flex;
    flex: none;
    align-items: center;
    gap: var(--space-xs);
    min-height: 5rem;
    margin: auto calc(-1 * var(--space-m)) 0;
    background: var(--bg);
    color: var(--muted);
  }

  .words nav button {
    flex: none;
    color: var(--muted);
    font-size: var(--size-body);
  }

  .words nav button:hover:not(:disabled) {
    color: var(--accent);
  }

  .words nav .explore {
    border-color: var(--line-strong);
    color: var(--text);
    font-weight: 600;
  }

  .offer {
    flex: 1;
    min-width: 0;
    text-align: end;
  }

  .words nav .due {
    max-width: 100%;
    overflow: hidden;
    border-color: var(--highlight);
    border-radius: var(--radius-pill);
    background: var(--warning-soft);
    color: var(--highlight);
    font-size: var(--size-small);
    text-overflow: ellipsis;
  }

  /* Below them are the checkpoints and the bar of the run. */
  @media (min-width: 53.75em) and (min-height: 35em) {
    :host([exploring]) :is(.words, lab-chapter-sidebar) {
      margin-bottom: calc(2 * var(--dock-height));
    }
  }

  .rate {
    color: var(--highlight);
    font-size: var(--size-small);
  }

  lab-question-card {
    margin-inline: calc(-1 * var(--space-m));
  }

  lab-chapter-sidebar {
    grid-area: words;
    z-index: 1;
  }

  section {
    position: relative; /* corners of the content that overflow hides */
    grid-area: picture;
    min-width: 0;
    min-height: 0;
    overflow: hidden;
  }

  .stage {
    height: 100%;
    overflow: hidden auto;
  }

  .stage > .card {
    display: grid;
    justify-items: start;
    gap: var(--space-m);
    margin: var(--space-xl);
  }

  /* The video is as large as it can be; the picture waits behind it. */
  :host([theatre]) {
    grid-template: 'words video' minmax(0, 1fr) / minmax(18rem, 22rem) minmax(0, 1fr);
  }

  :host([theatre]) .video-pane {
    display: grid;
    grid-template-rows: minmax(0, 1fr) auto;
    border-inline-start: 1px solid var(--line);
    background: var(--bg);
  }

  :host([theatre]) lab-splitter {
    display: none;
  }

  :host([theatre]) section {
    grid-area: video;
    visibility: hidden;
  }

  @media (max-width: 77.5em) {
    .words {
      padding: var(--space-xl) var(--space-xl) 0;
    }
  }

  @media (max-width: 53.75em) and (orientation: portrait), (max-width: 35em), (max-height: 35em) {
    :host {
      --stage-top: 0px;
      --stage-bottom: 0px;
    }

    .words {
      gap: var(--space-2xs);
      padding: var(--space-s) var(--space-l) 0;
    }

    .words h1:not(.visually-hidden) {
      font-size: var(--size-title);
    }

    .sentence {
      font-size: var(--size-large);
      line-height: 1.35;
    }

    .words nav {
      flex-wrap: wrap;
      min-height: var(--touch);
      margin: auto calc(-1 * var(--space-m)) 0;
    }
  }

  /* A low window, such as a phone held across: while the picture is operated, its controls take the place of video and sentence. */
  @media (max-height: 35em) {
    :host {
      grid-template-columns: var(--stage-tools) auto minmax(0, 1fr);
    }

    :host(:not([theatre])) lab-video-player {
      --screen-height: 50dvh;
    }

    :host([exploring]:not([answering])) section {
      grid-area: 1 / 1 / -1 / -1;
    }

    :host([exploring]:not([answering])) :is(.words, lab-video-player, lab-progress-dots) {
      visibility: hidden;
    }

    /* The page keeps its title for who does not see it. */
    :host([exploring]:not([answering])) .words h1 {
      visibility: visible;
      clip-path: inset(50%);
    }

    :host([exploring]:not([answering])) .back {
      bottom: auto;
      height: var(--stage-back);
    }

    .back button {
      max-width: 100%;
      min-height: var(--touch);
      padding-inline: var(--space-m);
      font-size: var(--size-body);
      line-height: 1.2;
      white-space: normal;
    }

    :host {
      --stage-back: 3rem;
      --stage-tools: clamp(14rem, min(40%, var(--video-share)), 100% - 18rem);
    }

    .sentence {
      font-size: var(--size-body);
    }
  }

  /* One column, on a phone held upright. */
  @media (max-width: 53.75em) and (orientation: portrait), (max-width: 35em) {
    :host {
      grid-template: 'video' auto 'picture' minmax(20rem, 1fr) 'words' auto / minmax(0, 1fr);
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

    .back button {
      min-height: var(--touch);
    }

    lab-splitter {
      display: none;
    }

    .words {
      min-height: 9rem;
    }

    .stage {
      position: absolute;
      inset: 0;
    }

    /* The picture gets the room of the words; what operates it comes up from below. */
    :host([exploring]:not([answering])) .words {
      position: absolute;
      width: 1px;
      height: 1px;
      min-height: 0;
      padding: 0;
      overflow: clip;
      clip-path: inset(50%);
    }

    :host([exploring]:not([answering])) .words > :not(h1) {
      display: none;
    }

    lab-chapter-sidebar {
      grid-area: 2 / 1 / 4;
      z-index: 3;
    }

    :host([answering]) .words {
      max-height: 45dvh;
    }

    :host([theatre]) {
      grid-template: 'video' minmax(0, 1fr) 'words' auto / minmax(0, 1fr);
    }
  }

  /* The video waits: where room is scarce, an open question and its picture need the place. */
  @media (max-width: 53.75em) and (orientation: portrait), (max-width: 35em), (max-height: 35em) {
    :host([answering]) .video-pane {
      display: none;
    }
  }

  /* What a lesson hides, or slides do. */
  :host([hide~='video']) .video-pane,
  :host([hide~='column']) :is(.words, lab-chapter-sidebar, lab-splitter) {
    display: none;
  }

  :host([hide~='column']) {
    --stage-top: 0px;

    grid-template: 'picture' minmax(0, 1fr) 'slide' auto / minmax(0, 1fr);
    height: 100%;
  }

  lab-slides {
    grid-area: slide;
  }

  lab-slides:not(:defined) {
    display: none;
  }

  /* Code that is still on its way. */
  :host > .card {
    grid-area: 1 / 1 / -1 / -1;
    place-self: center;
    z-index: 4;
  }
`;
