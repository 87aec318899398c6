import { css } from 'lit';

// A column beside the stage; on an upright phone one line of moments below it, or all of it over the stage.
export const sidebarStyles = css`
  :host {
    position: relative;
    display: flex;
    flex-direction: column;
    min-height: 0;
    border-top: 1px solid var(--line);
  }

  .unfold {
    display: none;
  }

  lab-moment-list,
  lab-question-list {
    flex: 1 1 0;
  }

  .tabs {
    display: flex;
    flex: none;
    align-items: center;
    gap: var(--space-3xs);
    min-height: var(--touch);
    padding-inline: var(--space-s);
    border-bottom: 1px solid var(--line);
  }

  .tabs > button {
    flex: none;
    padding-inline: var(--space-s);
    border-radius: 0;
    color: var(--muted);
    font-size: var(--size-small);
  }

  .tabs > button[aria-pressed='true'] {
    color: var(--text);
    box-shadow: inset 0 -2px var(--accent);
  }

  .tabs > span {
    flex: 1;
    min-width: 0;
    text-align: end;
  }

  :host([tab='questions']) lab-moment-list {
    display: none;
  }

  :host([hide~='moments']) :is(lab-moment-list, .moments),
  :host([hide~='notes']) lab-notes {
    display: none;
  }

  .due {
    max-width: 100%;
    overflow: hidden;
    border-color: var(--highlight);
    border-radius: var(--radius-pill);
    background: var(--warning-soft);
    color: var(--highlight);
    font-size: var(--size-small);
  }

  lab-notes {
    flex: none;
    max-height: max(45%, 5.5rem);
    border-top: 1px solid var(--line);
  }

  lab-notes[writing] {
    max-height: max(70%, 5.5rem);
  }

  .terms,
  .keys {
    padding: var(--space-m) var(--space-m) 0;
    color: var(--muted);
    font-size: var(--size-small);
  }

  .keys {
    padding-bottom: var(--space-s);
    color: var(--faint);
    font-size: var(--size-fine);
  }

  .keys button {
    display: inline;
    min-height: 0;
    padding: 0;
    font-size: inherit;
    color: inherit;
  }

  .keys button:hover {
    color: var(--accent);
  }

  @media (pointer: coarse) {
    .keys button {
      min-height: var(--touch);
    }
  }

  kbd {
    font-family: var(--font-mono);
    color: var(--muted);
  }

  @media (max-height: 35em) {
    lab-notes,
    .keys {
      display: none;
    }
  }

  @media (max-width: 53.75em) and (orientation: portrait), (max-width: 35em) {
    :host {
      flex-direction: row;
      min-width: 0;
    }

    lab-moment-list {
      flex: 1;
      min-width: 0;
    }

    .unfold {
      display: flex;
      flex: none;
      align-self: stretch;
      width: var(--touch);
      padding: 0;
      border-radius: 0;
      font-size: var(--size-title);
    }

    /* Above the button that follows the video. */
    :host([exploring]:not([unfolded])) .unfold {
      align-self: start;
      width: var(--follow-button);
      height: var(--touch);
    }

    :host(:not([unfolded])) :is(lab-notes, lab-question-list, .tabs > button) {
      display: none;
    }

    :host([tab='questions']:not([unfolded])) lab-moment-list {
      display: flex;
    }

    :host(:not([unfolded])) .tabs {
      order: 1;
      min-height: 0;
      padding: 0;
      border: 0;
    }

    :host(:not([unfolded])) .due {
      max-width: 9rem;
      min-height: var(--touch);
    }

    :host([unfolded]) {
      display: grid;
      grid-template: auto minmax(0, 1fr) auto / minmax(0, 1fr) auto;
      background: var(--bg);
      contain: size;
    }

    :host([unfolded]) .unfold {
      grid-area: 1 / 2;
      height: var(--touch);
      border-bottom: 1px solid var(--line);
    }

    :host([unfolded]) :is(lab-moment-list, lab-question-list, .card) {
      grid-area: 2 / 1 / auto / -1;
    }

    :host([unfolded]) lab-notes {
      grid-area: 3 / 1 / auto / -1;
      max-height: 18rem;
    }

    :host([unfolded]) lab-notes[writing] {
      max-height: 70dvh;
    }

    :host([unfolded][answering]) {
      max-height: min(22rem, 45dvh);
      contain: none;
    }

    :host([answering]) lab-notes,
    .keys {
      display: none;
    }
  }
`;
