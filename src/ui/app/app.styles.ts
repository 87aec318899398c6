import { css } from 'lit';

export const appStyles = css`
  :host {
    display: grid;
    grid-template: auto minmax(0, 1fr) auto auto / minmax(0, 1fr);
    height: 100dvh;
  }

  /* Contains visually hidden elements, which would otherwise make the page scroll. */
  main {
    position: relative;
    grid-row: 2;
    min-width: 0;
    padding: var(--space-xl) var(--space-xl) var(--space-xl);
    overflow: auto;
    scrollbar-gutter: stable;
    outline: none;
  }

  /* Both halves scroll independently. */
  main.chapter,
  main.network {
    display: grid;
    grid-template: auto minmax(0, 1fr) / minmax(0, 1fr);
    padding: 0;
    overflow: hidden;
    scrollbar-gutter: auto;
  }

  main.chapter > lab-chapter-view,
  main.network > lab-network-view {
    grid-row: 2;
  }

  /* What gets the focus is not hidden by the head, which stays in sight there. */
  @media (min-width: 53.75em) and (min-height: 40em) {
    main.train {
      scroll-padding-top: 8rem;
    }
  }

  /* On a slide, what may wait does. */
  main.slides > .notices > :not([role="alert"]) {
    display: none;
  }

  main.preview:not(.course) {
    outline: 2px solid var(--warning); /* above the picture, which would cover a shadow */
    outline-offset: -2px;
  }

  lab-checkpoint-slider {
    grid-row: 3;
    min-height: calc(var(--control-small) + 0.8125rem); /* also before its code has come */
  }

  lab-dock {
    grid-row: 4;
  }

  /* Below the sentence of a chapter, over its column: the picture keeps its place. */
  @media (min-width: 53.75em) and (min-height: 35em) {
    main.exploring {
      grid-area: 2 / 1 / 5;
    }

    main.exploring ~ :is(lab-checkpoint-slider, lab-dock) {
      grid-column: 1;
      z-index: 1;
      width: clamp(18.75rem, var(--video-share), 100% - 24rem);
    }
  }

  /* In a low window, such as a phone held across, header and dock share a line. */
  @media (max-height: 35em) and (min-width: 48em) {
    :host {
      grid-template-columns: minmax(0, 1fr) auto;
    }

    lab-header {
      grid-area: 1 / 1;
    }

    main,
    lab-checkpoint-slider {
      grid-column: 1 / -1;
    }

    lab-dock {
      grid-area: 1 / 2;
      width: min(25rem, 55vw);
      border: 0;
    }
  }

  /* A chapter's picture needs the height; the page “Network” has the slider in a small window too. */
  @media (max-height: 35em), (max-width: 35em) {
    main.chapter ~ lab-checkpoint-slider:not([preview]) {
      display: none;
    }
  }

  .skip {
    position: absolute;
    inset-inline-start: 12px;
    top: -6rem;
    z-index: 2;
  }

  .skip:focus {
    top: 8px;
  }

  .notice {
    display: flex;
    flex-wrap: wrap;
    align-items: start;
    justify-content: end;
    gap: var(--space-xs) var(--space-m);
    margin-bottom: var(--space-l);
    padding: var(--space-s) var(--space-l);
    border: 1px solid var(--warning);
    border-radius: var(--radius);
    background: var(--warning-soft);
    overflow-wrap: anywhere;
  }

  /* Aligns the first line with the labels of the buttons. */
  .notice > :first-child {
    flex: 1 1 16rem;
    padding-block: calc(var(--control) / 2 - 0.5lh);
  }
  .notice .buttons {
    display: flex;
    flex-wrap: wrap;
    justify-content: end;
    gap: var(--space-xs);
  }

  main.chapter > .notices > *,
  main.network > .notices > * {
    margin: var(--space-s) var(--space-m);
  }

  @media (max-width: 53.75em), (max-height: 35em) {
    main.network {
      display: block;
      overflow: auto;
    }
  }

  /* The page fits; where its text is very large, it scrolls. */
  @media (max-width: 53.75em) and (orientation: portrait), (max-width: 35em) {
    main.chapter {
      overflow: hidden auto;
    }
  }

  @media (max-width: 53.75em) {
    main:not(.chapter, .network) {
      padding: var(--space-l) var(--space-m) var(--space-xl);
      scrollbar-gutter: auto;
    }
  }

  /* On paper nothing scrolls, and there is nothing to press. */
  @media print {
    :host {
      display: block;
      height: auto;
    }

    main.notes {
      padding: 0;
      overflow: visible;
    }

    lab-header,
    main.notes ~ *,
    main.notes > .notices {
      display: none;
    }
  }
`;
