import { css } from 'lit';

export const matrixFormStyles = css`
  /* In a narrow panel the sum has a line of its own. */
  .line,
  .line > div {
    display: flex;
    align-items: center;
    gap: var(--space-xs);
  }

  .line {
    flex-wrap: wrap;
    justify-content: center;
    font-size: var(--size-fine);
  }

  .line span {
    padding-bottom: var(--space-l);
    font-size: var(--size-compact);
    white-space: nowrap;
  }

  figure {
    display: grid;
    justify-items: center;
    gap: var(--space-2xs);
  }

  figcaption {
    color: var(--muted);
    font-size: var(--size-fine);
    line-height: 1.2;
    text-align: center;
  }

  .matrix {
    width: auto;
    font-size: inherit;
    border-collapse: separate;
    border-spacing: 0;
    border-inline: 2px solid var(--line-strong);
    border-radius: var(--radius);
  }

  .matrix td {
    padding: var(--space-3xs) var(--space-2xs);
    text-align: end;
  }

  tr {
    transition: opacity var(--motion);
  }

  .pending {
    opacity: 0.08;
  }

  .newest td {
    background: var(--accent-soft);
  }

  .chosen {
    color: var(--highlight);
    font-weight: 600;
  }
`;
