import { css } from 'lit';

export const progressDotsStyles = css`
  :host {
    display: block;
  }

  div {
    display: flex;
    flex-wrap: wrap;
    gap: 4px 7px;
  }

  span {
    display: flex;
    gap: 2px;
  }

  i {
    width: 6px;
    height: 6px;
    border-radius: 50%;
    background: var(--line-strong);
  }

  .seen {
    background: var(--good);
  }
`;
