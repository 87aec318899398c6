import { css } from 'lit';

export const pipelineStyles = css`
  .stages,
  .stages ol {
    display: grid;
    gap: var(--space-s);
    margin: 0;
    padding: 0;
    list-style: none;
  }

  .stage {
    display: grid;
    grid-template-columns: 7.5rem minmax(0, 1fr) minmax(0, 19rem);
    gap: var(--space-2xs) var(--space-m);
    padding: var(--space-s) var(--space-m);
    border: 1px solid var(--line);
    border-radius: var(--radius-small);
    background: var(--surface);
    font-size: var(--size-compact);
  }

  .stage.lit {
    border-color: var(--highlight);
    background: var(--warning-soft);
  }

  .stage i {
    color: var(--data);
    font-style: normal;
    font-variant-numeric: tabular-nums;
    text-align: end;
  }

  .blocks {
    display: grid;
    gap: var(--space-s);
    padding: var(--space-m);
    border: 1px dashed var(--line-strong);
    border-radius: var(--radius);
  }

  .blocks > b {
    color: var(--muted);
    font-size: var(--size-compact);
  }

  .stage .numbers {
    display: block;
    font-size: var(--size-small);
  }

  .name {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(12rem, 1fr));
    gap: var(--space-l);
  }

  .name div {
    padding: var(--space-m) var(--space-m);
    border: 1px solid var(--highlight);
    border-radius: var(--radius-small);
    background: var(--warning-soft);
    font-size: var(--size-compact);
  }

  .name dt {
    font-size: var(--size-title);
  }

  .name dt b {
    color: var(--highlight);
  }

  @container (max-width: 36rem) {
    .stage {
      grid-template-columns: minmax(0, 1fr);
    }

    .stage i {
      text-align: start;
    }
  }
`;
