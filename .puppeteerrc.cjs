// Installing packages downloads no browser; the test runner finds one, or says how to install one.
module.exports = { skipDownload: true };
