import { css } from 'lit';

export const chapterStageStyles = css`
  :host {
    --map-height: clamp(36rem, 100dvh - var(--header-height) - var(--dock-height) - 15.25rem, 64rem);

    display: grid;
    align-content: start;
    gap: var(--space-s);
    min-width: 0;
    container-type: inline-size;
  }

  .reading {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: var(--space-xs);
  }

  .work {
    display: grid;
    grid-template: 'map' var(--map-height) 'line' auto 'bar' auto 'panel' auto / minmax(0, 1fr);
    gap: var(--space-xs) var(--space-m);
    min-width: 0;
  }

  lab-network-map {
    grid-area: map;
    overflow: hidden;
    border: 1px solid var(--line);
    border-radius: var(--radius);
  }

  /* Beside the video the list of moments has these words. */
  .line {
    display: none;
    grid-area: line;
    font-size: var(--size-compact);
  }

  lab-panel-bar {
    grid-area: bar;
  }

  lab-panel-bar > * {
    flex: none;
    white-space: nowrap;
  }

  lab-panel-bar > button {
    min-height: var(--control-small);
    font-size: var(--size-small);
  }

  .panel {
    grid-area: panel;
    display: grid;
    align-content: start;
    gap: var(--space-l);
    min-width: 0;
    container-type: inline-size;
  }

  .panel[hidden] {
    display: none;
  }

  @container (min-width: 54rem) {
    .opened {
      grid-template:
        'map panel' var(--map-height) 'line line' auto 'bar bar' auto
        / minmax(0, 1fr) clamp(24rem, 42%, 40rem);
    }

    /* As high as the map, whatever the panel holds. */
    .opened .panel {
      contain: size;
      overflow: auto;
    }
  }

  /* The list is folded; there is room for every moment's words, so that the bar below stays in its place. */
  @media (max-width: 53.75em), (max-height: 35em) {
    .line {
      display: block;
      min-height: 3lh;
    }
  }

  /* On a phone the map comes first, then model and prompt. */
  @media (max-width: 35em) {
    .work {
      display: contents;
    }

    .panel {
      margin-top: calc(-1 * var(--space-xs));
    }

    .work > * {
      grid-area: auto;
    }

    lab-network-map {
      order: -1;
      height: max(33rem, 66dvh);
    }

    .line {
      min-height: 4lh;
    }
  }
`;
