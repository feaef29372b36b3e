import { openCatalog } from '../../src/catalog/open-catalog.ts';
import type { Tool } from '../../src/model/tool.ts';
import { libraryEntry, listedLibrary, nightlyRun } from './library-server.ts';

/** Writes servers into a catalogue until it is killed, or as many as asked: `node writer-process.ts URL NAME [COUNT]`. */
const [url = '', name = '', count = 'Infinity'] = process.argv.slice(2);
const catalog = await openCatalog(url);
const run = nightlyRun(`run-${name}`);
await catalog.startRun(run);
for (let server = 0; server < Number(count); server += 1) {
  const tools = Array.from({ length: 40 }, (_item, index): Tool => {
    const description = `Shelf ${index} of branch ${server}. ${'Books and more books. '.repeat(20)}`;
    return { name: `shelf_${index}`, description, inputSchema: { type: 'object' }, _meta: { name } };
  });
  await catalog.saveResult(run.id, listedLibrary(tools, libraryEntry(`npm:branch-${server}`)));
  process.stdout.write('saved\n');
}
await catalog.finishRun(run);
await catalog.close();
