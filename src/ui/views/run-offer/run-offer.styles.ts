import { css } from 'lit';

export const runOfferStyles = css`
  :host {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 8px 14px;
    margin-bottom: var(--space);
    padding: 10px 16px;
    border: 1px solid var(--accent);
    border-radius: var(--radius);
    background: var(--accent-soft);
  }

  p {
    flex: 1 1 260px;
    overflow-wrap: anywhere;
  }

  .buttons {
    display: flex;
    gap: 8px;
  }
`;
