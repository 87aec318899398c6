import { css } from 'lit';

/** Text of a note, in an element with the class `text`. */
export const markdownStyles = css`
  /* Clipped, because TeX can move what it shows; rings of the focus stay visible. */
  .text {
    min-width: 0;
    overflow: clip;
    overflow-clip-margin: var(--space-2xs);
    overflow-wrap: anywhere;
  }

  .text > * + * {
    margin-top: var(--space-s);
  }

  .text h3 {
    color: var(--text);
    font-size: var(--size-body);
    font-weight: 600;
    line-height: 1.3;
  }

  .text h3.level-1 {
    font-size: var(--size-large);
  }

  .text :is(ul, ol) {
    margin-bottom: 0;
    padding-inline-start: 1.4em;
    list-style: revert;
  }

  .text li {
    display: list-item;
  }

  .text blockquote {
    margin-inline: 0;
    padding-inline-start: var(--space-m);
    border-inline-start: 3px solid var(--line-strong);
    color: var(--muted);
  }

  .text hr {
    border: 0;
    border-top: 1px solid var(--line);
  }

  .text code {
    font-family: var(--font-mono);
    font-size: 0.9em;
  }

  .text :is(pre, .table, div.math) {
    margin-bottom: 0;
    overflow-x: auto;
  }

  .text pre {
    padding: var(--space-s);
    border-radius: var(--radius-tiny);
    background: var(--raised);
  }

  .text .written {
    white-space: pre-wrap;
  }

  .text table {
    border-collapse: collapse;
  }

  .text :is(th, td) {
    padding: var(--space-3xs) var(--space-s);
    border: 1px solid var(--line);
    text-align: start;
  }

  .text math {
    font-family: var(--font-math);
    font-size: 1.1em;
  }

  .text .wrong {
    font-family: var(--font-mono);
    color: var(--error);
  }

  .text .tag {
    display: inline;
    min-height: 0;
    padding: 0 var(--space-2xs);
    border: 0;
    border-radius: var(--radius-tiny);
    background: var(--accent-soft);
    color: var(--accent);
    font-size: inherit;
  }

  .text .picture {
    display: block;
    max-width: 100%;
    min-height: 0;
    padding: 0;
    border: 1px solid var(--line);
    background: none;
    overflow: hidden;
    cursor: zoom-in;
  }

  .text .picture img {
    display: block;
    max-width: 100%;
    max-height: var(--picture-height, 14rem);
  }

  .missing {
    color: var(--muted);
    font-size: var(--size-small);
  }
`;
