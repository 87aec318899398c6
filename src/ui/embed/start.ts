// The embedded picture by the address of the lab: one attention head, or the map.

import { createEmbeddedWorker, createLabClient } from '../../workers/rpc/client/lab-client.ts';
import { DocumentTheme } from '../app/document-theme.ts';
import { PageStore } from '../state/page/page-store.ts';
import { BundledModels } from '../state/runs/bundled-models.ts';
import { LabStore } from '../state/runs/lab-store.ts';
import { EmbeddedHead } from './embedded-head.ts';
import { EmbeddedMap } from './embedded-map.ts';

const page = new PageStore(window);
const theme = new DocumentTheme();
const applyTheme = () => theme.apply(page.value.theme);
applyTheme();
page.subscribe(applyTheme);
// Both are loaded: apart, each would cut the code that they share with the lab into more files.
const embed = page.value.view === 'network' ? new EmbeddedMap() : new EmbeddedHead();
embed.lab = new LabStore(
  (options) => createLabClient({ ...options, createWorker: createEmbeddedWorker }),
  new BundledModels((...args) => fetch(...args), document.baseURI),
);
embed.page = page;
document.body.append(embed);
