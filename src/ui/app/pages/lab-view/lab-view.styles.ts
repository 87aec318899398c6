import { css } from 'lit';

export const labViewStyles = css`
  ul {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(clamp(10rem, 30vw, 16rem), 1fr));
    gap: var(--space-l);
    margin-top: var(--space-l);
    list-style: none;
  }

  a {
    display: grid;
    align-content: start;
    gap: var(--space-2xs);
    height: 100%;
    padding: var(--space-l);
    border: 1px solid var(--line);
    border-radius: var(--radius);
    background: var(--surface);
    color: var(--muted);
    text-decoration: none;
  }

  a:hover {
    border-color: var(--line-strong);
  }

  strong {
    color: var(--text);
    font-size: var(--size-large);
  }

  svg {
    width: 100%;
    max-height: 9rem;
    fill: none;
    stroke: var(--line-strong);
    stroke-width: 1.5;
    stroke-linecap: round;
    stroke-linejoin: round;
  }

  .dot {
    fill: var(--line-strong);
    stroke: none;
  }

  .lit {
    stroke: var(--highlight);
  }

  .dot.lit {
    fill: var(--highlight);
  }
`;
