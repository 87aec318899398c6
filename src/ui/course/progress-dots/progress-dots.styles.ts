import { css } from 'lit';

export const progressDotsStyles = css`
  :host {
    display: block;
  }

  div {
    display: flex;
    gap: var(--space-2xs);
  }

  span {
    display: flex;
    gap: 1px;
  }

  i {
    flex: 1;
    height: 4px;
    background: var(--line);
  }

  .watched {
    background: var(--highlight-fill);
  }
`;
