import { css } from 'lit';

export const sidebarStyles = css`
  :host {
    display: flex;
    flex-direction: column;
    min-width: 0;
    min-height: 0;
    background: var(--bg);
    contain: size;
  }

  lab-moment-list,
  lab-question-list {
    flex: 1 1 0;
  }

  .head {
    display: flex;
    flex: none;
    align-items: center;
    min-height: var(--touch);
    padding-inline: var(--space-s);
    border-bottom: 1px solid var(--line);
  }

  .head > button,
  ::slotted(button) {
    flex: none;
    padding: 0;
    width: var(--control);
    color: var(--muted);
    font-size: var(--size-large);
  }

  .tabs {
    flex: 1;
    min-width: 0;
    white-space: nowrap;
    overflow-x: auto;
  }

  .tabs > button {
    padding-inline: var(--space-s);
    border-radius: 0;
    color: var(--muted);
    font-size: var(--size-small);
  }

  .tabs > button[aria-pressed='true'] {
    color: var(--text);
    box-shadow: inset 0 -2px var(--accent);
  }

  :host([tab='questions']) lab-moment-list {
    display: none;
  }

  :host([hide~='moments']) :is(lab-moment-list, .moments),
  :host([hide~='notes']) lab-notes {
    display: none;
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

  @media (max-width: 53.75em) and (orientation: portrait), (max-width: 35em), (max-height: 35em) {
    .keys {
      display: none;
    }
  }
`;
