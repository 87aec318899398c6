import { css } from 'lit';

export const bytePairsStyles = css`
  input[type='range'] {
    flex: 1 1 10rem;
  }

  .figures {
    display: flex;
    flex-wrap: wrap;
    gap: 0.25rem 1.5rem;
    font-size: 14px;
  }

  .learnt {
    max-height: 7.5rem;
    overflow-y: auto;
  }
`;
