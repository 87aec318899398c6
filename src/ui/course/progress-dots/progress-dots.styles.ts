import { css } from 'lit';

export const progressDotsStyles = css`
  :host {
    display: block;
  }

  div {
    display: flex;
    flex-wrap: wrap;
    gap: var(--space-2xs) var(--space-2xs);
  }

  span {
    display: flex;
    gap: var(--space-3xs);
  }

  i {
    width: 6px;
    height: 6px;
    border-radius: 50%;
    border: 1px solid var(--line-strong);
  }

  .watched {
    border-color: var(--good);
    background: var(--good);
  }
`;
