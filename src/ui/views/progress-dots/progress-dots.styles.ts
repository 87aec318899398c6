import { css } from 'lit';

export const progressDotsStyles = css`
  :host {
    display: block;
  }

  div {
    display: flex;
    flex-wrap: wrap;
    gap: 4px 5px;
  }

  span {
    display: flex;
    gap: 2px;
  }

  i {
    width: 6px;
    height: 6px;
    border-radius: 50%;
    border: 1px solid var(--line-strong);
  }

  .seen {
    border-color: var(--good);
    background: var(--good);
  }
`;
