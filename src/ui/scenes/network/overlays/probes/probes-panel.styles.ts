import { css } from 'lit';

export const probesPanelStyles = css`
  .actions {
    align-items: end;
  }

  .steer label {
    display: grid;
    color: var(--muted);
    font-size: var(--size-fine);
  }

  .confusion td {
    padding-inline: var(--space-xs);
  }

  .right {
    background: color-mix(in srgb, var(--positive) calc(var(--share) / 2), transparent);
  }

  .wrong {
    background: color-mix(in srgb, var(--negative) calc(var(--share) / 2), transparent);
  }
`;
