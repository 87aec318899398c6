// Where the page begins.
document.body.append('mini-llm-lab');
