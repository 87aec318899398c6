// Chapter 7's stage on the bundled model: every moment and every panel.
import { testPanels } from '../../support/course/chapter-7.ts';

testPanels();
