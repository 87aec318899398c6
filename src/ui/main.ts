// Entry point of the page: its language, then all else.

import './languages/load-language.ts';
import './start.ts';
import './styles/fonts.css';
import './styles/loading.css';
import './styles/tokens.css';
