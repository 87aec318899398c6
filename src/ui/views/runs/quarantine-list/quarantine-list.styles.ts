import { css } from 'lit';

export const quarantineListStyles = css`
  ul {
    list-style: none;
  }

  li {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: var(--space-xs) var(--space-m);
    padding: var(--space-xs) 0;
    border-top: 1px solid var(--line);
    font-size: var(--size-compact);
  }

  h2,
  p {
    margin-bottom: var(--space-s);
  }

  p {
    color: var(--muted);
  }

  .id {
    flex: 1 1 200px;
    overflow-wrap: anywhere;
  }

  .buttons {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--space-xs);
  }

  button {
    min-height: var(--control-small);
    padding: var(--space-3xs) var(--space-s);
    font-size: var(--size-small);
  }
`;
