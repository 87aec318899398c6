import { css } from 'lit';

export const matrixFormStyles = css`
  .line {
    display: flex;
    align-items: center;
    gap: 0.375rem;
    overflow-x: auto;
    font-size: 14px;
  }

  .line > span {
    padding-bottom: 1.25rem;
    font-size: 1.125rem;
    white-space: nowrap;
  }

  figure {
    display: grid;
    justify-items: center;
    gap: 0.25rem;
  }

  figcaption {
    color: var(--muted);
    font-size: 12px;
    line-height: 1.2;
    text-align: center;
  }

  .matrix {
    width: auto;
    border-collapse: separate;
    border-spacing: 0;
    border-inline: 2px solid var(--line-strong);
    border-radius: 10px;
  }

  .matrix td {
    padding: 0.125rem 0.3125rem;
    text-align: end;
  }

  .chosen {
    color: var(--query);
    font-weight: 600;
  }
`;
