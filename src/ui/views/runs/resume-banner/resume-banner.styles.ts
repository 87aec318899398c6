import { css } from 'lit';

export const resumeBannerStyles = css`
  :host {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--space-s) var(--space-m);
    margin-bottom: var(--space-l);
    padding: var(--space-s) var(--space-l);
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
    gap: var(--space-s);
  }
`;
