// Where the command line begins.
process.stdout.write('{}\n');
