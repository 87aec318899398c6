import { css } from 'lit';

export const chapterViewStyles = css`
  :host {
    display: grid;
    grid-template:
      'watching stage' auto
      'aside stage' minmax(0, 1fr)
      / minmax(20rem, 24.25rem) minmax(0, 1fr);
    height: 100%;
    min-height: 0;
  }

  .video-pane {
    grid-area: watching;
    min-width: 0;
  }

  aside {
    position: relative;
    grid-area: aside;
    display: flex;
    flex-direction: column;
    min-height: 0;
  }

  .unfold {
    display: none;
  }

  nav {
    display: grid;
    grid-template-columns: minmax(0, 1fr) var(--control-small) var(--control-small);
    align-items: center;
    min-height: var(--touch);
    padding: var(--space-s) var(--space-xs) var(--space-xs) var(--space-m);
  }

  nav h2 {
    color: var(--text);
    text-wrap: balance;
    line-height: 1.3;
  }

  nav button {
    padding: 0;
    font-size: var(--size-title);
  }

  lab-progress-dots {
    padding: 0 var(--space-m) var(--space-s);
  }

  lab-moment-list {
    flex: 1 1 0;
    border-top: 1px solid var(--line);
  }

  lab-notes {
    flex: none;
    max-height: max(40%, 5.5rem);
    border-top: 1px solid var(--line);
  }

  .keys {
    padding: 0 var(--space-m) var(--space-s);
    color: var(--faint);
    font-size: var(--size-fine);
  }

  kbd {
    font-family: var(--font-mono);
    color: var(--muted);
  }

  section {
    position: relative; /* corners of the content that overflow hides */
    grid-area: stage;
    display: grid;
    grid-template: auto minmax(min-content, 1fr) auto / minmax(0, 1fr);
    min-width: 0;
    min-height: 0;
    border-left: 1px solid var(--line);
    overflow: auto;
    scrollbar-gutter: stable;
  }

  .stage > .card {
    display: grid;
    justify-items: start;
    gap: var(--space-m);
  }

  header {
    display: grid;
    grid-template-columns: minmax(0, 1fr) auto;
    align-items: start;
    gap: 0 var(--space-l);
    padding: var(--space-s) var(--space-xl) 0;
  }

  /* The time stands above the title, so that neither moves the other. */
  .title {
    display: grid;
    align-content: start;
    justify-items: start;
    min-width: 0;
  }

  .title button {
    min-height: var(--control-small);
    margin-left: calc(-1 * var(--space-xs));
    padding: 0 var(--space-xs);
    color: var(--accent);
    font-size: var(--size-small);
  }

  h1 {
    text-wrap: balance;
  }

  .following {
    display: flex;
    align-items: center;
    justify-self: end;
    gap: var(--space-m);
    min-height: var(--control);
    color: var(--muted);
    font-size: var(--size-compact);
  }

  .chip {
    padding: var(--space-2xs) var(--space-m);
    border-radius: var(--radius-pill);
    background: var(--raised);
  }

  /* The terms stay below the fold with every view, so that they do not move when the view changes. */
  .stage {
    min-width: 0;
    min-height: calc(100dvh - 9rem);
    padding: var(--space-m) var(--space-xl) var(--space-xl);
  }

  .terms {
    display: flex;
    flex-wrap: wrap;
    gap: var(--space-2xs) var(--space-m);
    padding: 0 var(--space-xl) var(--space-l);
    color: var(--muted);
    font-size: var(--size-small);
  }

  /* The moments get the room of the optional parts. */
  @media (max-height: 45em) {
    lab-progress-dots,
    .keys {
      display: none;
    }
  }

  /* Narrow pages fold moments and notes into one line, and the page scrolls as a whole. */
  @media (max-width: 53.75em), (max-height: 35em) {
    :host {
      grid-template:
        'watching aside' auto
        'watching stage' 1fr
        / clamp(15rem, 30%, 24.25rem) minmax(0, 1fr);
      height: auto;
    }

    /* The video stays in sight while the page scrolls. */
    .video-pane {
      position: sticky;
      top: 0;
      align-self: start;
      max-height: calc(100dvh - var(--header-height) - var(--dock-height));
      overflow: auto;
    }

    .unfold {
      display: flex;
      justify-content: space-between;
      width: 100%;
      min-height: var(--touch);
      border-radius: 0;
      color: var(--muted);
    }

    .unfold .icon {
      rotate: 180deg;
    }

    .unfolded .unfold .icon {
      rotate: none;
    }

    aside {
      display: block;
      border-bottom: 1px solid var(--line);
    }

    aside:not(.unfolded) > :not(.unfold) {
      display: none;
    }

    lab-moment-list {
      max-height: 50dvh;
    }

    lab-notes {
      max-height: none;
    }

    section {
      display: block;
      overflow: visible;
    }

    header {
      padding: var(--space-m) var(--space-m) 0;
    }

    .following {
      flex-wrap: wrap;
      justify-content: end;
      gap: var(--space-2xs) var(--space-s);
      max-width: 46vw;
      font-size: var(--size-small);
    }

    .stage {
      min-height: 0;
      padding: var(--space-m) var(--space-m) var(--space-xl);
    }

    .terms {
      padding: 0 var(--space-m) var(--space-l);
    }

    .keys {
      display: none;
    }
  }

  /* One column, on a phone held upright. */
  @media (max-width: 53.75em) and (orientation: portrait), (max-width: 35em) {
    :host {
      display: block;
    }

    .video-pane {
      display: contents;
    }

    section {
      border-left: 0;
    }
  }

  /* Most titles take one line there, some take two. */
  @media (max-width: 35em) {
    .title {
      min-height: 5.25rem;
    }
  }

  @media (max-width: 53.75em) and (orientation: portrait) and (min-height: 35.0625em) {
    lab-video-player:not([mode='poster']) {
      position: sticky;
      top: 0;
      z-index: 2;
      background: var(--bg);
    }
  }
`;
