// Entry point of embed.html, which other sites may frame: one attention head of a bundled model, by the address of the lab.

import { createEmbeddedWorker, createLabClient } from '../../workers/rpc/client/lab-client.ts';
import { DocumentTheme } from '../app/document-theme.ts';
import { PageStore } from '../state/page/page-store.ts';
import { BundledModels } from '../state/runs/bundled-models.ts';
import { LabStore } from '../state/runs/lab-store.ts';
import { EmbeddedHead } from './embedded-head.ts';
import '../styles/fonts.css';
import '../styles/tokens.css';

const embed = new EmbeddedHead();
embed.lab = new LabStore(
  (options) => createLabClient({ ...options, createWorker: createEmbeddedWorker }),
  new BundledModels((...args) => fetch(...args), document.baseURI),
);
embed.page = new PageStore(window);
new DocumentTheme().apply(embed.page.value.theme);
document.body.append(embed);
