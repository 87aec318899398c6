import { css } from 'lit';

/** One picture, its controls at its edges; a drawer over it. */
export const chapterStageStyles = css`
  :host {
    display: grid;
    grid-template: minmax(min-content, 1fr) / minmax(0, 1fr);
    align-content: normal;
    height: 100%;
    min-width: 0;
    container-type: inline-size;
  }

  lab-empty-state {
    margin: var(--space-xl);
  }

  lab-stage {
    overflow: hidden;
  }

  .reading {
    font-size: var(--size-small);
  }

  .reading .model-status {
    margin: 0;
    line-height: 1.25;
  }

  .panel {
    display: grid;
    align-content: start;
    gap: var(--space-l);
    padding: var(--space-m) var(--space-l) var(--space-l);
    contain: size;
    overflow: hidden auto;
    container-type: inline-size;
  }

  .figure {
    align-content: safe center;
    justify-items: center;
  }

  .figure > * {
    width: min(60rem, 100%);
  }

  .figure > .card {
    padding: 0;
    border: 0;
    background: none;
  }

  /* One figure, the first unless others are named so: what a panel has besides is in the drawer. */
  .figure:not(.whole) > :not(:first-child, [data-figure], :is([role='alert'], .explained, .pills, .controls):first-child + *),
  .figure:not(.whole):has(> [data-figure]) > :not([data-figure], [role='alert']) {
    display: none;
  }

  /* While the video leads, what operates and explains it waits. */
  [quiet] > .figure:not(.whole) {
    --tools: hidden;
  }

  /* Where a line has no room for sentence and colours, the controls of the picture take that of the colours. */
  @container (max-width: 62rem) {
    lab-stage:not([quiet]) {
      --legend: none;
    }
  }

  .drawer {
    justify-self: end;
    z-index: 1;
    width: min(26rem, 100% - 2.5rem);
    border-inline-start: 1px solid var(--line);
    background: var(--bg);
    box-shadow: var(--shadow);
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

  /* Beside the picture, where video and sentence are while these lead. */
  @media (max-height: 35em) {
    lab-stage:not([quiet]) {
      grid-template:
        '. picture' var(--stage-back)
        'top picture' auto
        'bottom picture' minmax(0, 1fr)
        / var(--stage-tools) minmax(0, 1fr);
    }

    lab-stage::part(transport) {
      flex-wrap: wrap;
    }
  }

  /* A sheet that leaves half of the picture in sight. */
  @media (max-width: 53.75em) and (orientation: portrait), (max-width: 35em) {
    lab-stage {
      grid-template: 'picture' minmax(50%, 1fr) 'top' auto 'bottom' auto / minmax(0, 1fr);
    }

    .drawer {
      align-self: end;
      justify-self: stretch;
      width: auto;
      height: 50%;
      border-inline-start: 0;
      border-radius: var(--radius) var(--radius) 0 0;
    }
  }

  /* What a lesson hides, or slides do. */
  :host([hide~='prompt']) .reading,
  :host([hide~='panels']) [slot='end'] {
    visibility: hidden;
  }

  :host([hide~='controls']) lab-stage::part(transport) {
    visibility: hidden;
  }
`;
