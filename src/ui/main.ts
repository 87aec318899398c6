// Where the page begins.

import { LabClient } from '../workers/lab-client.ts';
import { LabApp } from './app/app.ts';
import { CourseStore } from './controllers/course-store.ts';
import { LabStore } from './controllers/lab-store.ts';
import { PageStore } from './controllers/page-store.ts';
import { PictureShelf } from './controllers/picture-shelf.ts';
import { ShippedModels } from './controllers/shipped-models.ts';
import './styles/tokens.css';

const app = new LabApp();
app.lab = new LabStore((options) => new LabClient(options), new ShippedModels((...asked) => fetch(...asked)));
app.page = new PageStore(window);
app.course = new CourseStore(() => window.localStorage, new PictureShelf());
document.body.append(app);
