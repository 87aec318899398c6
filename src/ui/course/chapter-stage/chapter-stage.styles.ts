import { css } from 'lit';

/** The stage is as high as the page gives it: one line, the map, the bar. The panel lies beside the map or over it. */
export const chapterStageStyles = css`
  :host {
    display: grid;
    grid-template: auto minmax(min-content, 1fr) / minmax(0, 1fr);
    align-content: normal;
    gap: 0;
    height: 100%;
    min-width: 0;
    container-type: inline-size;
  }

  lab-empty-state {
    margin: var(--space-line) var(--space-l) 0;
  }

  .reading {
    display: grid;
    grid-template-columns: fit-content(54%) minmax(0, 1fr);
    align-items: center;
    gap: var(--space-l);
    min-height: var(--space-line);
    padding-inline: var(--space-l) calc(var(--follow-width) + var(--space-m));
  }

  .model {
    min-width: 0;
  }

  /* The whole sentence, on as many lines as it takes: it holds controls. */
  .model .model-status {
    display: flex;
    flex-wrap: nowrap;
    align-items: center;
    gap: var(--space-s);
    margin: 0;
    line-height: 1.25;
  }

  .model-status > * {
    flex: none;
  }

  .model-status > [role="status"] {
    flex: 0 1 auto;
    min-width: 0;
  }

  @container (max-width: 44rem) {
    .reading {
      grid-template-columns: minmax(0, 1fr);
    }

    .model {
      display: none;
    }
  }

  .work {
    position: relative;
    display: grid;
    grid-template: 'map' minmax(min-content, 1fr) 'bar' auto / minmax(0, 1fr);
    min-width: 0;
  }

  lab-stage[data-scene='network'] {
    grid-template-rows: auto minmax(9rem, 1fr) auto auto;
  }

  lab-stage[data-scene='digits'] {
    grid-template-rows: minmax(12rem, 1fr) auto auto;
  }

  lab-stage {
    grid-area: map;
    border-block: 1px solid var(--line);
    overflow: hidden;
  }

  .work > lab-panel-bar {
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

  /* As high as the map, whatever it holds. */
  .panel {
    grid-area: map;
    justify-self: end;
    z-index: 1;
    display: grid;
    align-content: start;
    gap: var(--space-l);
    width: min(26rem, 100% - 2.5rem);
    min-width: 0;
    padding: var(--space-m) var(--space-l) var(--space-l);
    border-inline-start: 1px solid var(--line);
    border-top: 1px solid var(--line);
    background: var(--bg);
    box-shadow: var(--shadow);
    contain: size;
    overflow: hidden auto;
    container-type: inline-size;
  }

  .panel[hidden] {
    display: none;
  }

  /* Most answers come before it shows. */
  .waiting {
    color: var(--muted);
    animation: wait 0.5s step-end;
  }

  @keyframes wait {
    from {
      visibility: hidden;
    }
  }

  /* From here on the map keeps the width that it has on a phone. */
  @container (min-width: 44rem) {
    .opened {
      grid-template:
        'map panel' minmax(min-content, 1fr) 'bar bar' auto
        / minmax(0, 1fr) clamp(24rem, 40%, 40rem);
    }

    .opened .panel {
      grid-area: panel;
      justify-self: stretch;
      width: auto;
      box-shadow: none;
    }
  }

  /* Where height is scarce, the bar of the closed panel is a button in the first line. */
  @media (max-height: 35em) {
    :host {
      grid-template: auto minmax(min-content, 1fr) auto / minmax(0, 1fr) auto;
    }

    .reading {
      grid-area: 1 / 1;
      padding-inline: var(--space-m) 0;
    }

    .work {
      display: contents;
    }

    lab-stage {
      grid-area: 2 / 1 / auto / -1;
    }

    .work > lab-panel-bar {
      grid-area: 1 / 2;
    }

    :is(.opened, .pictured) > lab-panel-bar {
      grid-area: 3 / 1 / auto / -1;
    }

    .panel,
    .opened .panel {
      grid-area: 1 / 1 / 3 / -1;
      justify-self: end;
      width: min(26rem, 100% - 6rem);
    }
  }

  @media (max-width: 53.75em) and (orientation: portrait), (max-width: 35em), (max-height: 35em) {
    .work:not(.opened, .pictured) > lab-panel-bar > :not(button) {
      display: none;
    }
  }

  @media (max-width: 53.75em) and (orientation: portrait), (max-width: 35em) {
    :host {
      position: relative; /* places the sheet */
      grid-template: minmax(min-content, 1fr) auto auto / minmax(0, 1fr) auto;
    }

    .work {
      display: contents;
    }

    lab-stage {
      grid-area: 1 / 1 / auto / -1;
      border-top: 0;
    }

    .reading {
      grid-area: 2 / 1;
      min-height: 3.25rem;
      padding: 0 0 0 var(--space-s);
    }

    .reading:has(~ :is(.opened, .pictured)) {
      padding-inline-end: var(--space-s);
    }

    .work > lab-panel-bar {
      grid-area: 2 / 2;
    }

    /* Without a prompt nothing is left in it here, and the bar has the line. */
    .reading:not(:has(lab-prompt-input)) {
      min-height: 0;
    }

    .reading:not(:has(lab-prompt-input)) ~ .work > lab-panel-bar {
      --closed-groups: flex;

      grid-area: 3 / 1 / auto / -1;
    }

    :is(.opened, .pictured) > lab-panel-bar {
      grid-area: 3 / 1 / auto / -1;
    }

    /* Beside an open question the picture is what counts. */
    :host([answering]) .reading,
    :host([answering]) .work > lab-panel-bar,
    :host([answering]) lab-stage::part(transport) {
      display: none;
    }

    /* What a sheet leaves in sight is the picture. */
    .opened > lab-stage[data-scene='network']::part(form) {
      display: none;
    }

    /* A sheet that leaves the top of the map in sight: as high as what it holds, up to more than half of the map. */
    .panel,
    .opened .panel {
      position: absolute;
      inset: auto 0 0;
      grid-area: 1 / 1 / 2 / -1;
      justify-self: stretch;
      width: auto;
      max-height: max(58%, min(100% - var(--space-line), 16rem));
      border-inline-start: 0;
      border-radius: var(--radius) var(--radius) 0 0;
      contain: none;
    }
  }

  /* What a lesson hides, or slides do. */
  :host([hide~='prompt']) .reading,
  :host([hide~='panels']) lab-panel-bar {
    display: none;
  }

  :host([hide~='controls']) lab-stage::part(bar),
  :host([hide~='controls']) lab-stage::part(transport) {
    display: none;
  }

  :host([hide~='controls']) lab-stage[data-scene='network'] {
    grid-template-rows: minmax(9rem, 1fr) auto;
  }

  :host([hide~='prompt']) .work {
    grid-row: 2;
  }
`;
