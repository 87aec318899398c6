import { css } from 'lit';

export const modelOfferStyles = css`
  :host {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0 4px;
    margin: -6px 0 8px;
    color: var(--muted);
    font-size: 14px;
  }

  b {
    color: var(--text);
    font-weight: 600;
  }

  button {
    min-height: 30px;
    padding: 2px 6px;
    white-space: normal;
    text-align: left;
  }

  button:enabled {
    color: var(--accent);
  }
`;
