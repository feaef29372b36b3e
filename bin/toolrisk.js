#!/usr/bin/env node
// Old plain JavaScript, so that an outdated Node can still read it and say what to do instead of a syntax error.
var NEEDED = [22, 19];
var parts = process.versions.node.split('.');
var isOld = +parts[0] < NEEDED[0] || (+parts[0] === NEEDED[0] && +parts[1] < NEEDED[1]);

if (isOld) {
  process.stderr.write(
    'toolrisk needs Node.js ' +
      NEEDED.join('.') +
      ' or newer, and this is ' +
      process.versions.node +
      '.\n' +
      'Install a newer one from https://nodejs.org, or let npm fetch one: npx -p node@24 -p toolrisk toolrisk --help\n',
  );
  process.exit(2);
}

// The package holds dist/ only; a checkout holds src/, which Node runs as it is.
import('node:fs').then((fs) => {
  var source = new URL('../src/cli/main.ts', import.meta.url);
  return import(fs.existsSync(source) ? source.href : '../dist/cli/main.js');
});
