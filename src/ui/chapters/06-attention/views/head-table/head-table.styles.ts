import { css } from 'lit';

export const headTableStyles = css`
  .scores {
    table-layout: fixed;
  }

  .scores .bar {
    margin-inline-start: auto;
  }

  .scores th:first-child {
    width: 3.25rem;
  }
`;
