import { css } from 'lit';

export const notesViewStyles = css`
  :host {
    --picture-height: 22rem;

    display: block;
    max-width: 72rem;
    margin-inline: auto;
  }

  .cover {
    display: none;
  }

  .head,
  .buttons,
  .tags,
  .question {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--space-s);
  }

  .head {
    gap: var(--space-s) var(--space-l);
  }

  input[type='search'] {
    flex: 1 1 14rem;
    min-height: var(--control);
    padding: var(--space-2xs) var(--space-m);
    border: 1px solid var(--line-strong);
    border-radius: var(--radius-small);
    background: var(--bg);
  }

  .question {
    margin-top: var(--space-m);
    padding: var(--space-s) var(--space-m);
    border: 1px solid var(--warning);
    border-radius: var(--radius);
    background: var(--warning-soft);
    font-size: var(--size-compact);
  }

  .question p {
    flex: 1 1 20rem;
  }

  .done,
  .problem {
    margin-top: var(--space-s);
    font-size: var(--size-compact);
  }

  .done {
    color: var(--good);
  }

  .problem {
    color: var(--warning);
  }

  .tags {
    gap: var(--space-xs);
    margin-top: var(--space-m);
  }

  .tags button {
    border-radius: var(--radius-pill);
    font-size: var(--size-small);
  }

  .tags span {
    color: var(--muted);
    font-size: var(--size-small);
  }

  .tags button[aria-pressed='true'] {
    border-color: var(--accent);
    background: var(--accent-soft);
  }

  .count,
  .progress {
    margin-top: var(--space-m);
    color: var(--muted);
    font-size: var(--size-compact);
  }

  .progress {
    margin-top: var(--space-xl);
    padding-top: var(--space-m);
    border-top: 1px solid var(--line);
  }

  section h2 {
    margin: var(--space-xl) 0 var(--space-s);
    color: var(--text);
    font-size: var(--size-large);
  }

  section h2 span {
    margin-inline-end: var(--space-xs);
    color: var(--highlight);
    font-weight: 400;
  }

  .moment {
    display: grid;
    grid-template-columns: minmax(0, 17rem) minmax(0, 1fr);
    gap: var(--space-xl);
    padding-block: var(--space-m);
    border-top: 1px solid var(--line);
  }

  .about {
    display: grid;
    align-content: start;
    gap: var(--space-2xs);
    color: var(--muted);
    font-size: var(--size-small);
  }

  .about .title {
    color: var(--text);
    font-size: var(--size-compact);
    font-weight: 600;
  }

  .about .title span {
    color: var(--muted);
    font-weight: 400;
  }

  ul {
    display: grid;
    gap: var(--space-m);
    min-width: 0;
    list-style: none;
  }

  .bin {
    margin-top: var(--space-xl);
    color: var(--muted);
    font-size: var(--size-compact);
  }

  .bin summary {
    min-height: var(--control-small);
    cursor: pointer;
  }

  .bin ul {
    margin-block: var(--space-s);
  }

  .bin li {
    display: grid;
    grid-template-columns: auto minmax(0, 1fr);
    align-items: start;
    gap: var(--space-m);
  }

  .bin li p {
    max-height: 4.5lh;
    overflow: hidden;
    white-space: pre-wrap;
    overflow-wrap: anywhere;
  }

  .bin li span {
    color: var(--accent);
  }

  @media (max-width: 53.75em) {
    .moment {
      grid-template-columns: minmax(0, 1fr);
      gap: var(--space-s);
    }

    .about p:not(.title) {
      display: none;
    }

    .buttons {
      flex: 1 1 auto;
    }
  }

  @media (max-width: 35em) {
    .buttons {
      gap: var(--space-2xs);
    }

    .buttons button {
      padding-inline: var(--space-s);
    }
  }

  /* A booklet: a page with the contents, chapters that begin on a page, moments in the margin. */
  @media print {
    :host {
      --picture-height: 60mm;

      page: booklet;
      max-width: none;
      font-size: var(--size-small);
    }

    .head,
    .tags,
    .question,
    .done,
    .problem,
    .count,
    .bin,
    .progress {
      display: none;
    }

    .cover {
      display: flex;
      flex-direction: column;
      height: 170mm;
      break-after: page;
    }

    .cover .series {
      margin-top: 20%;
      color: var(--muted);
      letter-spacing: 0.04em;
    }

    .cover .booklet {
      margin-block: var(--space-s) 12%;
      font-size: 3em;
      font-weight: 600;
      line-height: 1.1;
    }

    .cover li {
      display: grid;
      grid-template-columns: 1.5em minmax(0, 1fr) auto;
      gap: var(--space-s);
      padding-block: var(--space-xs);
      border-bottom: 1px solid var(--line);
    }

    .cover ul {
      gap: 0;
    }

    .cover li span {
      color: var(--muted);
    }

    .cover .imprint {
      margin-top: auto;
      color: var(--muted);
    }

    section + section {
      break-before: page;
    }

    section h2 {
      margin: 0 0 var(--space-l);
      font-size: 1.6em;
      line-height: 1.2;
      break-after: avoid;
    }

    section h2 span {
      display: block;
      margin: 0 0 var(--space-2xs);
      color: var(--muted);
      font-size: 0.6em;
    }

    .moment {
      grid-template-columns: 30mm minmax(0, 1fr);
      break-inside: auto;
    }

    .about {
      font-size: 0.85em;
    }

    .about,
    li {
      break-inside: avoid;
    }
  }
`;
