import { css } from 'lit';

export const viewBarStyles = css`
  nav {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 0.5rem;
  }

  .top {
    display: flex;
    align-items: start;
    justify-content: space-between;
    gap: 0.75rem;
    padding-bottom: 0.5rem;
    border-bottom: 1px solid var(--line);
  }

  .views {
    gap: 0.375rem;
  }

  .place {
    margin-inline-start: auto;
    color: var(--muted);
    font-size: 13px;
    font-variant-numeric: tabular-nums;
  }

  .views button {
    min-height: 30px;
    padding: 2px 8px;
    border-radius: 999px;
    font-size: 13px;
  }

  .views .plain {
    color: var(--muted);
  }

  label.pick {
    display: inline-flex;
    align-items: center;
    gap: 0.375rem;
    color: var(--muted);
    font-size: 13px;
  }

  label.pick select {
    min-height: 34px;
    padding-block: 2px;
  }

  /* On a phone each row is one line that is moved sideways: what there is to see comes sooner. */
  @media (max-width: 40rem) {
    .pills {
      flex-wrap: nowrap;
      overflow-x: auto;
      scrollbar-width: none;
      /* Room for the focus ring. */
      margin: -3px;
      padding: 3px;
    }

    .pills > * {
      flex: none;
    }

    .top {
      align-items: center;
    }

    .groups {
      min-width: 0;
    }
  }
`;
