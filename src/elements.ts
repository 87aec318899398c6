// The views that other pages can use: custom elements, plain data in, events out. `npm run build:lib` bundles them with Lit.

export { AttentionGrid } from './ui/views/attention/attention-grid/attention-grid.ts';
export type { HeadAttention } from './ui/views/attention/head-values.ts';
